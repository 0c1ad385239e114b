package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	rollcall "example.com/rollcall/client"
)

func main() {
	configuration := rollcall.NewConfiguration()
	configuration.Servers = rollcall.ServerConfigurations{{URL: os.Getenv("ROLLCALL_URL")}}
	client := rollcall.NewAPIClient(configuration)
	service := context.WithValue(context.Background(), rollcall.ContextAccessToken, os.Getenv("SERVICE_TOKEN"))
	events, _, err := client.EventsAPI.ReadEvents(service).Execute()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for _, event := range events.Data {
		fmt.Println(strings.TrimPrefix(fmt.Sprintf("%T", event.GetActualInstance()), "*rollcall."))
	}
	account := context.WithValue(context.Background(), rollcall.ContextAccessToken, os.Getenv("ACCOUNT_TOKEN"))
	users, _, err := client.UsersAPI.ListUsers(account).Execute()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("users", users.TotalResults)
}
