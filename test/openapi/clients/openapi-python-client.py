import os

from rollcall_client import AuthenticatedClient
from rollcall_client.api.events import read_events
from rollcall_client.api.users import list_users

url = os.environ["ROLLCALL_URL"]
service = AuthenticatedClient(base_url=url, token=os.environ["SERVICE_TOKEN"])
for event in read_events.sync(client=service).data:
    print(type(event).__name__)
account = AuthenticatedClient(base_url=url, token=os.environ["ACCOUNT_TOKEN"])
print("users", list_users.sync(client=account).total_results)
