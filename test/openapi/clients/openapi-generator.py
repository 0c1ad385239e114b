import os

import rollcall

url = os.environ["ROLLCALL_URL"]
service = rollcall.ApiClient(rollcall.Configuration(host=url, access_token=os.environ["SERVICE_TOKEN"]))
for event in rollcall.EventsApi(service).read_events().data:
    print(type(event.actual_instance).__name__)
account = rollcall.ApiClient(rollcall.Configuration(host=url, access_token=os.environ["ACCOUNT_TOKEN"]))
print("users", rollcall.UsersApi(account).list_users().total_results)
