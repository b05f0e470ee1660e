//go:build shop

package shop_test

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"testing"
)

// TestTheSceneStaysForAPerson keeps the cluster and the Prometheus until an interrupt:
// "make shop" runs it.
func TestTheSceneStaysForAPerson(t *testing.T) {
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := play(t)
	fmt.Printf("\nexport KUBECONFIG=%s\n", s.config)
	fmt.Printf("the url of the metrics block: %s\n", s.server.URL())
	fmt.Println("an interrupt ends both")
	<-ctx.Done()
}
