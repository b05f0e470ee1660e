// Package gke observes, makes and changes clusters of Google Kubernetes Engine.
package gke

import (
	_ "cloud.google.com/go/container/apiv1"
	_ "cloud.google.com/go/container/apiv1/containerpb"
	_ "golang.org/x/oauth2/google"
	_ "google.golang.org/api/option"
	_ "google.golang.org/grpc"
)
