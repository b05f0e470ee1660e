package pagetest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Browser is one running Chromium.
type Browser struct{ context context.Context }

// names are what the program is called, by system.
func names() []string {
	return []string{"chromium", "chromium-browser", "google-chrome", "chrome", "headless_shell"}
}

// patience is how long one action may take; a hang must not outlive it.
const patience = time.Minute

// Start starts a browser that ends with the test. Short tests are skipped.
func Start(t testing.TB) *Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("opens a browser")
	}
	path := ""
	for _, name := range names() {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium is installed, and CI must open the pages: \"make chromium\" installs it")
		}
		t.Skip("no Chromium is installed; \"make chromium\" installs it")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		// Tests run as root in containers, where the sandbox does not start; what
		// is opened was made by the test.
		chromedp.NoSandbox,
		chromedp.UserDataDir(filepath.Join(t.TempDir(), "browser")),
		// Starting takes seconds where machines are shared.
		chromedp.WSURLReadTimeout(patience),
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(ctx)
	t.Cleanup(func() {
		// One that was asked to close leaves no file behind after the test's folder
		// is removed. One that does not close is stopped.
		asked, enough := context.WithTimeout(ctx, patience)
		_ = chromedp.Cancel(asked)
		enough()
		stopBrowser()
		stop()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("%s does not start: %v", path, err)
	}
	return &Browser{ctx}
}
