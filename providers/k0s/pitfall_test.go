package k0s

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/providers/providertest/k0sctl"
)

// story is what a golden of a pitfall tells.
type story struct {
	strings.Builder
	t *testing.T
}

func (s *story) tell(format string, args ...any) { fmt.Fprintf(s, format+"\n", args...) }

// person shows a file that a person writes, and what k0sctl makes of it.
func (s *story) person(file string) k0sctl.Verdict {
	v := k0sctl.Load(s.t, []byte(file))
	s.tell("A person writes, and k0sctl %s:\n%s", map[bool]string{true: "takes it", false: "refuses it: " + v.Refused}[v.Refused == ""], file)
	return v
}

// file shows a file that berth writes.
func (s *story) file(o *Orders, stage Stage) k0sctl.Verdict {
	file, err := o.File(stage)
	if err != nil {
		s.tell("berth refuses: %s", err)
		return k0sctl.Verdict{}
	}
	s.tell("berth writes:\n%s", file)
	return k0sctl.Load(s.t, file)
}

// refused shows what berth says of a site.
func (s *story) refused(words string, f files) {
	_, diags := ordered(s.t, words, f)
	for _, d := range diags {
		s.tell("berth refuses: %s", d.Error())
	}
}

// planned shows what berth would do.
func (s *story) planned(o *Orders, seen *Seen) {
	w, err := Steps(o, seen)
	if err != nil {
		s.tell("berth refuses: %s", err)
		return
	}
	s.tell("berth plans:\n%s", show(w))
}

// pitfalls are those of k0sctl that a file or a plan can have, by their number in the
// order of the harm they do. The 14th and the 16th are about running k0sctl.
var pitfalls = map[string]func(*story){
	"01-a-failed-drain-does-not-stop-a-worker": func(s *story) {
		o := orders(s.t, of(at), nil)
		v := s.file(o, Stage{Version: o.Version, Worker: "w2"})
		s.tell("k0sctl drains: %t. The only worker it can touch is w2, which berth has emptied.", v.Drains)
	},
	"02-a-reset-leaves-a-member-in-etcd": func(s *story) {
		s.person(naive("v1.36.3+k0s.1", "  - {role: controller, ssh: {address: 10.0.0.1}}\n  - {role: controller, reset: true, ssh: {address: 10.0.0.2}}\n", ""))
		o := orders(s.t, of(at), nil)
		s.file(o, Stage{Version: o.Version, Worker: "cp2", Reset: true})
		s.planned(orders(s.t, managed(at, host("cp1", "controller", 1)), nil), running(s.t, o, "v1.36.3+k0s.1"))
	},
	"03-a-mistyped-flag-stops-every-API-server": func(s *story) {
		s.person(naive("v1.36.3+k0s.1", "", "    config: {spec: {api: {extraArgs: {oidc-klient-id: kubernetes}}}}\n"))
		s.refused(managed(at+"    config = \"c.yaml\"\n", host("a", "controller", 1)), files{"c.yaml": config("  api: {extraArgs: {oidc-klient-id: kubernetes}}\n")})
	},
	"04-minor-versions-are-leapt-over": func(s *story) {
		s.person(naive("v1.39.0+k0s.0", "", ""))
		small := []string{host("cp1", "controller", 1), host("w1", "worker", 11)}
		seen := running(s.t, orders(s.t, managed(at, small...), nil), "v1.36.3+k0s.1")
		s.planned(orders(s.t, managed(version("v1.39.0+k0s.0"), small...), nil), seen)
		s.planned(orders(s.t, managed(version("v1.39.0+k0s.0")+"    path = [\"v1.37.1+k0s.0\", \"v1.38.2+k0s.0\"]\n", small...), nil), seen)
	},
	"05-controllers-restart-at-once": func(s *story) {
		v := s.person(naive("v1.36.3+k0s.1", "  - {role: controller, ssh: {address: 10.0.0.1, user: ops}}\n", ""))
		s.tell("k0sctl changes %d hosts at once, and restarts controllers each time where it is not root.", v.Limit)
		words := []string{host("cp1", "controller", 1, `user = "ops"`), host("cp2", "controller", 2, `user = "ops"`), host("cp3", "controller", 3, `user = "ops"`)}
		was := orders(s.t, managed(at, words...), nil)
		o := orders(s.t, managed(at, append(words, host("w1", "worker", 11))...), nil)
		v = s.file(o, Stage{Version: o.Version, Worker: "w1"})
		s.tell("k0sctl changes %d host at once.", v.Limit)
		s.planned(o, running(s.t, was, "v1.36.3+k0s.1"))
	},
	"06-the-environment-gets-into-the-file": func(s *story) {
		v := s.person(naive("v1.36.3+k0s.1", "", "    config: {spec: {workerProfiles: [{name: p, values: {a: \"$PLANTED $UNSET $$HOME\"}}]}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: extra}\n"))
		s.tell("k0sctl reads %q, and would apply %d other document.", profile(s.t, v), v.Manifests)
		o := orders(s.t, managed(at+"    config = \"c.yaml\"\n", host("a", "controller", 1)), files{"c.yaml": config("  workerProfiles: [{name: p, values: {a: \"$PLANTED $UNSET $$HOME\"}}]\n")})
		v = s.file(o, Stage{Version: o.Version})
		s.tell("k0sctl reads %q, and would apply %d other documents.", profile(s.t, v), v.Manifests)
	},
	"07-durations-are-nanoseconds": func(s *story) {
		v := s.person(naive("v1.36.3+k0s.1", "", "  options: {drain: {gracePeriod: 0s, timeout: 300}}\n"))
		s.tell("k0sctl reads a grace period of %dns and a timeout of %dns.", v.GracePeriod, v.Timeout)
		o := orders(s.t, managed(at+"    options {\n      drain_timeout = \"5m\"\n    }\n", host("a", "controller", 1)), nil)
		s.file(o, Stage{Version: o.Version})
		s.tell("There is no duration in the file: berth itself drains, for %d seconds at most.", o.DrainTimeout)
	},
	"08-a-flag-without-a-value-restarts-each-time": func(s *story) {
		s.person(naive("v1.36.3+k0s.1", "  - {role: controller, installFlags: [--debug], ssh: {address: 10.0.0.1}}\n", ""))
		h := Host{Role: Controller, Flags: []string{"--debug"}}
		now := flagsOf([]string{"/usr/local/bin/k0s", "controller", "--debug=true"})
		s.tell("k0sctl would leave the service alone: %t.", flagsFor(&h, now).equal(now))
		s.refused(managed(at, host("a", "controller", 1, `install_flags = ["--debug"]`)), nil)
	},
	"09-a-version-is-another-one": func(s *story) {
		v := s.person(naive("1.36", "", ""))
		m, err := readYAML([]byte(v.Read))
		if err != nil {
			s.t.Fatal(err)
		}
		s.tell("k0sctl reads %v.", dig(m, "spec", "k0s", "version"))
		s.refused(managed(version("1.36"), host("a", "controller", 1)), nil)
		s.refused(managed("", host("a", "controller", 1)), nil)
	},
	"10-hooks-run-for-all-workers-first": func(s *story) {
		file := naive("v1.36.3+k0s.1", "  - {role: controller, hooks: {upgrade: {before: [./drain.sh]}, nonsense: {never: [x]}}, ssh: {address: 10.0.0.1}}\n", "")
		s.person(file)
		in, err := Import([]byte(file))
		if err != nil {
			s.t.Fatal(err)
		}
		s.tell("berth has no word for it, and says so: %s", strings.Join(in.Lost, "; "))
	},
	"11-a-percentage-means-all": func(s *story) {
		s.person(naive("v1.36.3+k0s.1", "", "  options: {concurrency: {workerDisruptionPercent: 100}}\n"))
		o := orders(s.t, of(at), nil)
		s.file(o, Stage{Version: o.Version, Worker: "w1"})
	},
	"12-nothing-to-do-is-known-without-a-dry-run": func(s *story) {
		o := orders(s.t, of(at), nil)
		w, err := Steps(o, running(s.t, o, "v1.36.3+k0s.1"))
		if err != nil {
			s.t.Fatal(err)
		}
		s.tell("Of a cluster that runs as it is ordered berth plans %d steps.", len(w.Before)+len(w.After))
	},
	"13-dynamic-configuration-leaves-changes-out": func(s *story) {
		s.person(naive("v1.36.3+k0s.1", "", "    dynamicConfig: true\n"))
		o := orders(s.t, managed(at, host("a", "controller", 1)), nil)
		s.file(o, Stage{Version: o.Version})
		seen := running(s.t, o, "v1.36.3+k0s.1")
		seen.machine("a").Args = append(seen.machine("a").Args, "--enable-dynamic-config=true")
		s.planned(o, seen)
	},
	"15-an-issuer-names-masters": func(s *story) {
		const args = "oidc-issuer-url: https://id.example.com, oidc-client-id: 7, oidc-groups-claim: groups"
		s.person(naive("v1.36.3+k0s.1", "", "    config: {spec: {api: {extraArgs: {"+args+"}}}}\n"))
		words := managed(at+"    config = \"c.yaml\"\n", host("a", "controller", 1))
		s.refused(words, files{"c.yaml": config("  api: {extraArgs: {" + args + "}}\n")})
		s.refused(words, files{"c.yaml": config("  api: {extraArgs: {" + strings.Replace(args, "7", `"7"`, 1) + "}}\n")})
		s.refused("  admit {\n    groups = [\"system:masters\"]\n  }\n"+managed(at, host("a", "controller", 1)), nil)
	},
}

// profile is a value of the first worker profile that k0sctl has read.
func profile(t *testing.T, v k0sctl.Verdict) any {
	t.Helper()
	m, err := readYAML([]byte(v.Read))
	if err != nil {
		t.Fatal(err)
	}
	list, _ := dig(m, "spec", "k0s", "config", "spec", "workerProfiles").([]any)
	return dig(list[0].(map[string]any), "values", "a")
}

func TestNoPitfallIsInWhatBerthWrites(t *testing.T) {
	for _, name := range sortedKeys(pitfalls) {
		t.Run(name, func(t *testing.T) {
			s := &story{t: t}
			pitfalls[name](s)
			golden(t, "pitfall/"+name+".txt", s.String())
		})
	}
}
