package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	rollcall "example.com/rollcall/client"
)

func bearer(token string) rollcall.ClientOption {
	return rollcall.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+token)
		return nil
	})
}

func main() {
	service, _ := rollcall.NewClientWithResponses(os.Getenv("ROLLCALL_URL"), bearer(os.Getenv("SERVICE_TOKEN")))
	page, err := service.ReadEventsWithResponse(context.Background(), &rollcall.ReadEventsParams{})
	if err != nil || page.JSON200 == nil {
		fmt.Println("no page", err)
		os.Exit(1)
	}
	for _, event := range page.JSON200.Data {
		value, err := event.ValueByDiscriminator()
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(strings.TrimPrefix(fmt.Sprintf("%T", value), "rollcall."))
	}
	account, _ := rollcall.NewClientWithResponses(os.Getenv("ROLLCALL_URL"), bearer(os.Getenv("ACCOUNT_TOKEN")))
	users, err := account.ListUsersWithResponse(context.Background(), &rollcall.ListUsersParams{})
	if err != nil || users.ApplicationscimJSON200 == nil {
		fmt.Println("no users", err)
		os.Exit(1)
	}
	fmt.Println("users", users.ApplicationscimJSON200.TotalResults)
}
