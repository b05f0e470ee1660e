package hosts_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/k0s/hosts"
)

const (
	look   = "sh -c '" + hosts.Look + "' k0s /var/lib/k0s"
	status = "/usr/local/bin/k0s status --out json"
	config = "cat /etc/k0s/k0s.yaml"

	program    = "binary /usr/local/bin/k0s v1.36.3+k0s.1\n"
	controller = "service /etc/systemd/system/k0scontroller.service\n"
	worker     = "service /etc/systemd/system/k0sworker.service\n"
	end        = "node Tokyo-1\nend\n"
)

// running is what `k0s status` says.
func running(role string, workloads string, args string) reply {
	return reply{out: `{"Version":"v1.36.2+k0s.0","Pid":812,"PPid":1,"Role":"` + role + `","SysInit":"linux-systemd","Workloads":` + workloads +
		`,"Args":["/usr/local/bin/k0s","` + role + `"` + args + `],"ClusterConfig":{"spec":{}}}` + "\n", err: "a warning\n"}
}

func TestWhatAMachineHasIsRead(t *testing.T) {
	stopped := reply{err: "Error: status: can't get \"status\" via \"/run/k0s/status.sock\"\n", code: 1}
	for _, c := range []struct {
		name    string
		replies map[string]reply
		want    hosts.Facts
	}{
		{"nothing", map[string]reply{look: {out: end}}, hosts.Facts{Node: "tokyo-1"}},
		{"a program alone", map[string]reply{look: {out: program + end}, status: stopped}, hosts.Facts{Node: "tokyo-1", Binary: "/usr/local/bin/k0s", Version: "v1.36.3+k0s.1"}},
		{"data of a cluster that was", map[string]reply{look: {out: "data /var/lib/k0s/pki\n" + end}}, hosts.Facts{Node: "tokyo-1", Data: true}},
		{"a controller", map[string]reply{
			look:   {out: "Welcome!\n" + program + controller + "config /etc/k0s/k0s.yaml\ndata /var/lib/k0s/pki\n" + end},
			status: running("controller", "false", `,"--config=/etc/k0s/k0s.yaml"`), config: {out: "spec: {}\n"},
		}, hosts.Facts{
			Node: "tokyo-1", Service: "/etc/systemd/system/k0scontroller.service", Binary: "/usr/local/bin/k0s", Running: true, Role: "controller",
			Version: "v1.36.2+k0s.0", Args: []string{"--config=/etc/k0s/k0s.yaml"}, Config: []byte("spec: {}\n"), Data: true,
		}},
		{"a controller that works", map[string]reply{look: {out: program + controller + end}, status: running("controller", "true", `,"--enable-worker=true"`)}, hosts.Facts{
			Node: "tokyo-1", Service: "/etc/systemd/system/k0scontroller.service", Binary: "/usr/local/bin/k0s", Running: true, Role: "controller+worker",
			Version: "v1.36.2+k0s.0", Args: []string{"--enable-worker=true"},
		}},
		{"one alone", map[string]reply{look: {out: program + controller + end}, status: running("controller", "true", `,"--single=true"`)}, hosts.Facts{
			Node: "tokyo-1", Service: "/etc/systemd/system/k0scontroller.service", Binary: "/usr/local/bin/k0s", Running: true, Role: "single",
			Version: "v1.36.2+k0s.0", Args: []string{"--single=true"},
		}},
		{"a worker, whose configuration is not its own", map[string]reply{look: {out: program + worker + "config /etc/k0s/k0s.yaml\n" + end}, status: running("worker", "true", "")}, hosts.Facts{
			Node: "tokyo-1", Service: "/etc/systemd/system/k0sworker.service", Binary: "/usr/local/bin/k0s", Running: true, Role: "worker", Version: "v1.36.2+k0s.0",
		}},
		{"a controller that stands still", map[string]reply{look: {out: program + controller + "config /etc/k0s/k0s.yaml\n" + end}, status: stopped, config: {out: "spec: {}\n"}}, hosts.Facts{
			Node: "tokyo-1", Service: "/etc/systemd/system/k0scontroller.service", Binary: "/usr/local/bin/k0s", Role: "controller", Version: "v1.36.3+k0s.1", Config: []byte("spec: {}\n"),
		}},
		{"a program that does not run any more", map[string]reply{look: {out: "binary /opt/bin/k0s \nservice /etc/init.d/k0sworker\n" + end}, "/opt/bin/k0s status --out json": {code: 126}}, hosts.Facts{
			Node: "tokyo-1", Service: "/etc/init.d/k0sworker", Binary: "/opt/bin/k0s", Role: "worker",
		}},
		{"a service without its program", map[string]reply{look: {out: worker + end}}, hosts.Facts{Node: "tokyo-1", Service: "/etc/systemd/system/k0sworker.service", Role: "worker"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := serve(t, &machine{replies: c.replies})
			f, err := (&hosts.Access{}).One(context.Background(), h)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&c.want, f); diff != "" {
				t.Error(diff)
			}
			if bare := c.name == "nothing" || c.name == "a program alone"; f.Bare() != bare {
				t.Errorf("bare: %t", f.Bare())
			}
		})
	}
}

func TestAnAnswerThatIsNotWholeIsNoAnswer(t *testing.T) {
	for _, c := range []struct {
		name    string
		replies map[string]reply
		want    string
	}{
		{"cut after a line", map[string]reply{look: {out: "node tokyo-1\n"}}, "is cut short"},
		{"empty", map[string]reply{look: {}}, "is cut short"},
		{"without a name", map[string]reply{look: {out: "end\n"}}, "does not tell its name"},
		{"a connection that ends", map[string]reply{look: {out: end, cut: true}}, "the question what is installed"},
		{"no rights", map[string]reply{look: {err: "sudo: a password is required\n", code: 1}}, "operator may not look at k0s as root (exit code 1): sudo: a password is required"},
		{"silence", map[string]reply{look: {hang: true}}, "no answer within 200ms"},
		{"a status that hangs", map[string]reply{look: {out: program + controller + end}, status: {hang: true}}, "k0s status --out json: no answer within 200ms"},
		{"a status that is not JSON", map[string]reply{look: {out: program + end}, status: {out: "<html>"}}, "does not answer in JSON"},
		{"a configuration that cannot be read", map[string]reply{look: {out: program + controller + "config /etc/k0s/k0s.yaml\n" + end}, status: running("controller", "false", ""), config: {code: 1, err: "cat: no"}}, "/etc/k0s/k0s.yaml cannot be read: cat: no"},
		{"an endless answer", map[string]reply{look: {out: strings.Repeat("noise\n", 1000), flood: true}}, "the answer is longer than 4 MiB"},
		{"two services", map[string]reply{look: {out: controller + worker + end}}, "two services of k0s are installed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := serve(t, &machine{replies: c.replies})
			h.User = "operator"
			answer := 5 * time.Second
			if strings.Contains(c.want, "200ms") {
				answer = 200 * time.Millisecond
			}
			f, err := (&hosts.Access{Answer: answer}).One(context.Background(), h)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "host h1: ") {
				t.Errorf("got %+v, %v, want %q", f, err, c.want)
			}
		})
	}
}

func TestRootAsksAsItselfAndOthersBySudo(t *testing.T) {
	for _, c := range []struct{ user, login, before string }{{"", "root", ""}, {"operator", "operator", "sudo -n "}} {
		m := &machine{replies: map[string]reply{"sh -c '" + hosts.Look + "' k0s /data/k0s": {out: program + controller + end}, status: running("controller", "false", "")}}
		h := serve(t, m)
		h.User, h.DataDir = c.user, "/data/k0s"
		if _, err := (&hosts.Access{}).One(context.Background(), h); err != nil {
			t.Fatal(err)
		}
		want := []string{c.before + "sh -c '" + hosts.Look + "' k0s /data/k0s", c.before + status}
		if diff := cmp.Diff(want, m.asked); diff != "" || m.user != c.login {
			t.Errorf("as %s: %s", m.user, diff)
		}
	}
}

func TestAServiceThatStandsStillIsStarted(t *testing.T) {
	m := &machine{replies: map[string]reply{"systemctl start k0sworker.service": {}, "rc-service k0scontroller start": {code: 1, err: "no such service"}}}
	h := serve(t, m)
	one, err := (&hosts.Access{}).Open(context.Background(), h)
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	if err := one.Start(context.Background(), &hosts.Facts{Service: "/etc/systemd/system/k0sworker.service"}); err != nil {
		t.Error(err)
	}
	err = one.Start(context.Background(), &hosts.Facts{Service: "/etc/init.d/k0scontroller"})
	if err == nil || err.Error() != "host h1: rc-service k0scontroller start: exit code 1: no such service" {
		t.Errorf("got %v", err)
	}
}

func TestAllNamesEveryHostThatGaveNoAnswer(t *testing.T) {
	good := serve(t, &machine{replies: map[string]reply{look: {out: end}}})
	bad := serve(t, &machine{})
	bad.Name = "h2"
	gone := good
	gone.Name, gone.HostKey = "h3", bad.HostKey
	facts, err := (&hosts.Access{}).All(context.Background(), []hosts.Host{good, bad, gone})
	if err == nil || facts != nil || !strings.Contains(err.Error(), "host h2: ") || !strings.Contains(err.Error(), "host h3 at ") || strings.Contains(err.Error(), "h1") {
		t.Errorf("got %v, %v", facts, err)
	}
	facts, err = (&hosts.Access{}).All(context.Background(), []hosts.Host{good, good})
	if diff := cmp.Diff([]hosts.Facts{{Node: "tokyo-1"}, {Node: "tokyo-1"}}, facts); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestAContextThatEndsEndsTheQuestion(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	h := serve(t, &machine{replies: map[string]reply{look: {out: program + end}, status: {hang: true}}})
	one, err := (&hosts.Access{}).Open(ctx, h)
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	cancel()
	if f, err := one.Facts(ctx); err == nil {
		t.Errorf("got %+v", f)
	}
}
