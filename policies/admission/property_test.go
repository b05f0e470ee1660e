package admission_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/check"
	"berth.dev/engine/object"
	"berth.dev/engine/spec"
	"berth.dev/engine/workload"
	"berth.dev/policies"
	"berth.dev/policies/admission"
	"berth.dev/providers/providertest/cluster"
)

// ownRules are rules of a workspace that use what the language has and the standard
// suite does not.
const ownRules = `
constraint "personal-data-at-home" {
  doc     = "Personal data stays out of clouds."
  forbid  = "option.kind == 'cloud' && service.security.data == 'personal'"
  because = "'%s data on %s'.format([service.security.data, option.id])"
}
constraint "needs-few" {
  doc     = "No service needs much of a site."
  forbid  = "service.needs.map(n, n.upperAscii()).exists_one(n, n == 'GPU') && service.needs.size() + option.sites.size() > 2"
  because = "'it needs ' + string(service.needs.size()) + ' things'"
}
check "small" {
  doc         = "A copy takes little."
  over        = "service"
  when        = "has(service.replica_cores)"
  require     = "max(service.replica_cores, 0.5) * 2 <= 4 && min(service.replicas_min, 3) != 3"
  because     = "'a copy takes %.2f cores and %d run'.format([service.replica_cores, service.replicas_min])"
  may_be_idle = true
}
check "secret-abroad" {
  doc     = "Confidential data stays in the country."
  over    = "service"
  require = "service.data != 'confidential' || service.countries.all(c, c == 'JP')"
  because = "'confidential data in ' + service.countries.join(', ')"
}
`

// drawService writes a service at random.
func drawService(t *rapid.T, name, namespace string) string {
	pick := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(t, what) }
	body := pick("form",
		"replicas {\n min = 1\n max = 1\n}",
		"replicas {\n min = 3\n max = 3\n}",
		"stateful = true\nvolume \"data\" {\n size = \"1Gi\"\n mount = \"/data\"\n}",
		"job {\n schedule = \"0 4 * * *\"\n duration = \"1h\"\n parallelism = 1\n}",
	)
	body += pick("environment", "", "\nenvironment = \"dev\"", "\nenvironment = \"staging\"")
	body += pick("needs", "", "\nneeds = [\"gpu\"]", "\nneeds = [\"gpu\", \"host-path\"]", "\nneeds = [\"host-path\"]")
	body += pick("place", "", "", "\npin = \"tokyo\"", "\npin = \"gke\"", "\nindependent_of = [\"tokyo\"]", "\nindependent_of = [\"osaka\", \"gke\"]")
	body += pick("replica", "", "\nreplica {\n cpu = \"300m\"\n memory = \"1Gi\"\n}", "\nreplica {\n cpu = \"2500m\"\n memory = \"1Gi\"\n}")
	body += fmt.Sprintf("\nsecurity {\n data = %q%s\n}", pick("data", "public", "personal", "confidential"),
		pick("residency", "", "\n residency = [\"JP\"]", "\n residency = [\"US\", \"JP\"]", "\n residency = [\"DE\"]"))
	body += fmt.Sprintf("\ncontainer {\n image = %q\n}", "registry.example:5000/"+name+pick("tag", "", ":1", ":latest", "@sha256:0"))
	text := fmt.Sprintf("service %q {\n namespace = %q\n%s\n}\n", name, namespace, body)
	if excused := pick("exception", "", "", "residency", "image-tag"); excused != "" {
		text += fmt.Sprintf("exception %q {\n check = %q\n service = %q\n owner = \"ann\"\n reason = \"drawn\"\n expires = \"2026-12-01\"\n}\n", name, excused, name)
	}
	return text
}

// TestServersRefuseWhatCheckRefuses draws services, tells two API servers of them, and
// compares what each says of the workload that berth makes of a service with what the
// rules say of the service on that site.
func TestServersRefuseWhatCheckRefuses(t *testing.T) {
	on := servers(t)
	home := cluster.Namespace(t, on...)
	marked := 0
	var first [2]*admission.Result
	verdicts := map[string]int{}
	rapid.Check(t, func(t2 *rapid.T) {
		marked++
		mark := fmt.Sprintf("mark-%d", marked)
		text := fmt.Sprintf("service %q {\n namespace = %q\n}\n", mark, home)
		for i := range rapid.IntRange(1, 4).Draw(t2, "services") {
			text += drawService(t2, fmt.Sprintf("s%d", i), home)
		}
		s := build(t2, sites+ownRules+text)
		for i, c := range on {
			out := s.export(t2, c.Name, admission.Deny)
			if first[i] == nil {
				first[i] = out
				install(t, c, out)
			} else if _, err := send(t2, c, http.MethodPut, out.Objects[0]); err != nil {
				t2.Fatal(err)
			}
			known := deployment(home, mark)
			until(t2, "the server knows the services", func() bool {
				stranger := deployment(home, "stranger")
				return try(t2, c, stranger) != "" && !strings.Contains(try(t2, c, known), "no service")
			})
			for _, service := range s.Workspace.Services {
				if service.Name != mark {
					verdicts[compare(t2, s, service, c, out)]++
				}
			}
		}
	})
	t.Logf("verdicts: %v", verdicts)
	if verdicts[""] == 0 || len(verdicts) < 5 {
		t.Errorf("the services drawn say little: %v", verdicts)
	}
}

// compare tries a service's workload on a server, and returns the policy that refused
// it, "" for none.
func compare(t *rapid.T, s scene, service *spec.Service, on *cluster.Cluster, out *admission.Result) (by string) {
	t.Helper()
	want := s.refusals(t, service, on.Name, out)
	objects, said := workload.Make(workload.Input{Workspace: s.Workspace, Service: service, Site: s.Workspace.Site(on.Name)})
	if said.HasErrors() {
		t.Fatal(said)
	}
	tried := 0
	for _, o := range objects {
		if !slices.Contains([]string{"Deployment", "StatefulSet", "CronJob"}, o.Ref().Kind) {
			continue
		}
		tried++
		got := try(t, on, object.Own(o, service.Name, "applyset-x"))
		if len(want) == 0 && got != "" || len(want) > 0 && !slices.Contains(want, got) {
			t.Fatalf("%s on %s: the server says %q, the rules %q", service.Name, on.Name, got, want)
		}
		by, _, _ = strings.Cut(got, " ")
	}
	if tried != 1 {
		t.Fatalf("%s makes %d workloads", service.Name, tried)
	}
	return by
}

// refusals are all that a server may say of a service: each rule that it is told and
// that the service is against.
func (s scene) refusals(t tester, service *spec.Service, site string, out *admission.Result) (want []string) {
	t.Helper()
	g, err := s.Glance(service)
	if err != nil {
		t.Fatal(err)
	}
	vars := g.On([]string{site}).Vars
	facts := check.Declared(s.Fleet, service)
	facts.GoesTo, facts.Countries = vars.Option.Sites, vars.Option.Countries
	asked := &policies.Facts{Service: &facts, Fleet: &policies.FleetFacts{}, Workspace: &policies.Setting{}}
	for _, r := range out.Rules {
		if r.Enforced != admission.Deny && !r.Never || slices.Contains(s.excused(service.Name), r.Name) {
			continue
		}
		broken, because, err := s.ask(r.Name, &vars, asked)
		if err != nil {
			t.Fatal(err)
		}
		if broken && r.Never {
			t.Fatalf("%s is against %s, which never refuses anything", service.Name, r.Name)
		}
		if broken {
			want = append(want, fmt.Sprintf("'%[1]s.berth.dev' with binding '%[1]s.berth.dev' denied request: %[2]s", r.Name, because))
		}
	}
	return want
}

// ask asks a constraint or a check.
func (s scene) ask(rule string, v *policies.Vars, f *policies.Facts) (broken bool, because string, err error) {
	for _, c := range s.Suite.Constraints {
		if c.Name() == rule {
			if broken, err = c.Forbids(v); err == nil && broken {
				because, err = c.Because(v)
			}
		}
	}
	for _, c := range s.Suite.Checks {
		if c.Name() != rule {
			continue
		}
		applies, err := c.Applies(f)
		if err != nil || !applies {
			return false, "", err
		}
		holds, err := c.Holds(f)
		if err != nil || holds {
			return false, "", err
		}
		because, err = c.Because(f)
		return true, because, err
	}
	return broken, because, err
}
