package prometheus

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"berth.dev/providers/providertest/program"
)

// Options say how a server is started.
type Options struct {
	// Scrape are addresses of exporters, as in "127.0.0.1:9100", scraped five times a
	// second with the job "test".
	Scrape []string
	// Config is what else stands in the configuration, as YAML at its top level.
	Config string
	// Flags are given beside those that a test needs, as in
	// "--query.max-samples=1000".
	Flags []string
	// Web is the file for --web.config.file, as YAML: users. "" is none.
	Web string
	// User and Password are one of the users of Web: a server that asks for a password
	// refuses before it says whether it is ready.
	User, Password string
}

// Server is a Prometheus that runs.
type Server struct {
	url     string
	process *program.Process
}

// Start runs a server with an empty storage until the test ends, and returns when it
// answers. Without a program the test is skipped as [Need] does.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	path, folder := Need(t), t.TempDir()
	ports, err := program.Ports(1)
	if err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("127.0.0.1:%d", ports[0])
	args, err := o.arguments(folder, address)
	if err != nil {
		t.Fatal(err)
	}
	process, err := program.Launch(path, filepath.Join(folder, "log"), args...)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{url: "http://" + address, process: process}
	t.Cleanup(s.Stop)
	if err := s.answers(o.User, o.Password); err != nil {
		t.Fatal(err)
	}
	return s
}

// URL is where the server's API begins.
func (s *Server) URL() string { return s.url }

// Stop ends the server at once. The end of the test does so, too.
func (s *Server) Stop() { s.process.Kill() }

// years is how long samples are kept, and how far back they may be written.
const years = "400d"

// arguments writes the server's files and returns what it is started with.
func (o Options) arguments(folder, address string) ([]string, error) {
	config := "global: {scrape_interval: 200ms, scrape_timeout: 200ms}\n" +
		"storage: {tsdb: {out_of_order_time_window: " + years + "}}\n" + o.Config + "\n"
	if len(o.Scrape) > 0 {
		config += fmt.Sprintf("scrape_configs: [{job_name: test, static_configs: [{targets: [%s]}]}]\n", strings.Join(o.Scrape, ", "))
	}
	args := append([]string{
		"--config.file=" + filepath.Join(folder, "prometheus.yml"),
		"--storage.tsdb.path=" + filepath.Join(folder, "data"),
		"--storage.tsdb.retention.time=" + years,
		// All stays in one block in memory. Else blocks are made while a month is
		// written, and now and then the early samples of a series are not there.
		"--storage.tsdb.min-block-duration=" + years,
		"--storage.tsdb.max-block-duration=" + years,
		"--web.listen-address=" + address,
		"--web.enable-remote-write-receiver",
	}, o.Flags...)
	if o.Web != "" {
		web := filepath.Join(folder, "web.yml")
		args = append(args, "--web.config.file="+web)
		if err := os.WriteFile(web, []byte(o.Web), 0o600); err != nil {
			return nil, err
		}
	}
	return args, os.WriteFile(filepath.Join(folder, "prometheus.yml"), []byte(config), 0o600)
}

// answers waits until the server is ready, asking as the user.
func (s *Server) answers(user, password string) error {
	const most = time.Minute
	request, err := http.NewRequest(http.MethodGet, s.url+"/-/ready", nil)
	if err != nil {
		return err
	}
	if user != "" {
		request.SetBasicAuth(user, password)
	}
	said := ""
	for begin := time.Now(); time.Since(begin) < most; {
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			said = answer.Status
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		} else {
			said = err.Error()
		}
		select {
		case <-s.process.Ended():
			return fmt.Errorf("the server ended: %s", s.process.Logged())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return fmt.Errorf("the server is not ready after %s; it says %q: %s", most, said, s.process.Logged())
}
