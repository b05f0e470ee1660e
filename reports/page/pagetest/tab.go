package pagetest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Look is how a page is looked at.
type Look struct {
	// Width and Height are in CSS pixels.
	Width, Height int64
	// Dark is what the reader's system prefers.
	Dark bool
	// Unscripted switches the page's script off.
	Unscripted bool
}

// Desktop is a common screen, Phone a common phone.
func Desktop() Look { return Look{Width: 1400, Height: 900} }

// Phone is a phone held upright, 390 pixels wide.
func Phone() Look { return Look{Width: 390, Height: 844} }

// Tab is one open page.
type Tab struct {
	t       testing.TB
	context context.Context
	// Took is the time from asking for the page until it was loaded and painted;
	// Worked is how much of a processor its main thread took for that, which the
	// machine's other work does not change.
	Took, Worked time.Duration

	mu         sync.Mutex
	requests   []string
	complaints []string
	dialogs    []string
}

// Open writes a page to a file and opens it.
func (b *Browser) Open(t testing.TB, content []byte, look Look) *Tab {
	t.Helper()
	name := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := chromedp.NewContext(b.context)
	t.Cleanup(stop)
	tab := &Tab{t: t, context: ctx}
	if err := chromedp.Listen(ctx, func(event any) { tab.heard(event, "file://"+name) }); err != nil {
		t.Fatal(err)
	}
	call(tab, network.Enable, network.EnableParams{})
	call(tab, log.Enable, cdp.Empty{})
	call(tab, runtime.Enable, cdp.Empty{})
	call(tab, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: look.Width, Height: look.Height, DeviceScaleFactor: 1, Mobile: look.Width < 600,
	})
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme(look)}}
	call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
	call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: look.Unscripted})
	call(tab, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
	start := time.Now()
	run(tab, chromedp.Navigate("file://"+name))
	if !look.Unscripted {
		// Two frames later what was loaded is on the screen.
		run(tab, chromedp.Evaluate[bool](`new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(true))))`, chromedp.EvalAwaitPromise))
	}
	tab.Took = time.Since(start)
	for _, m := range call(tab, performance.GetMetrics, cdp.Empty{}).Metrics {
		if m.Name == "TaskDuration" {
			tab.Worked = time.Duration(m.Value * float64(time.Second))
		}
	}
	return tab
}

func scheme(l Look) string {
	if l.Dark {
		return "dark"
	}
	return "light"
}

// heard keeps what a page does that nobody sees.
func (tab *Tab) heard(event any, self string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if url := e.Request.URL; strings.SplitN(url, "#", 2)[0] != self {
			tab.requests = append(tab.requests, url)
		}
	case *log.EventEntryAdded:
		tab.complaints = append(tab.complaints, fmt.Sprintf("%s: %s", e.Entry.Level, e.Entry.Text))
	case *runtime.EventExceptionThrown:
		tab.complaints = append(tab.complaints, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		tab.complaints = append(tab.complaints, fmt.Sprintf("console.%s", e.Type))
	case *page.EventJavascriptDialogOpening:
		tab.dialogs = append(tab.dialogs, e.Message)
		// A dialog stops the page until somebody answers, and this must not wait.
		go func() {
			_, _ = chromedp.Call(tab.context, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		}()
	}
}

// run runs one action; one that fails or hangs ends the test.
func run[T any](tab *Tab, a chromedp.Action[T]) T {
	tab.t.Helper()
	ctx, stop := context.WithTimeout(tab.context, patience)
	defer stop()
	out, err := chromedp.Run(ctx, a)
	if err != nil {
		tab.t.Fatal(err)
	}
	return out
}

// call runs one command of the browser's protocol.
func call[P, R any](tab *Tab, command cdp.Command[P, R], params P) R {
	tab.t.Helper()
	return run(tab, func(ctx context.Context, t *chromedp.Target) (R, error) { return cdp.Call(ctx, t, command, params) })
}

// Quiet fails the test where the page asked the network for anything, complained,
// or opened a dialog.
func (tab *Tab) Quiet() {
	tab.t.Helper()
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, c := range []struct {
		what string
		list []string
	}{{"requests", tab.requests}, {"complaints", tab.complaints}, {"dialogs", tab.dialogs}} {
		if len(c.list) > 0 {
			tab.t.Errorf("%d %s, such as %s", len(c.list), c.what, c.list[0])
		}
	}
}

// Text returns the value of an expression of the page as text.
func (tab *Tab) Text(expression string) string {
	tab.t.Helper()
	return run(tab, chromedp.Evaluate[string]("String("+expression+")"))
}

// Texts returns the values of an expression that is a list.
func (tab *Tab) Texts(expression string) []string {
	tab.t.Helper()
	return run(tab, chromedp.Evaluate[[]string]("["+"...("+expression+")].map(String)"))
}

// Click clicks what a selector finds first.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	run(tab, chromedp.Click(chromedp.CSS(selector)))
}

// Type presses keys, one after another.
func (tab *Tab) Type(keys string) {
	tab.t.Helper()
	run(tab, chromedp.KeyEvent(keys))
}

// PDF prints the page.
func (tab *Tab) PDF() []byte {
	tab.t.Helper()
	return run(tab, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
}

// Picture is what the window shows, as PNG.
func (tab *Tab) Picture() []byte {
	tab.t.Helper()
	return run(tab, chromedp.CaptureScreenshot())
}
