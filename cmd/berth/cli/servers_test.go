package cli_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"sigs.k8s.io/yaml"

	"berth.dev/engine/object"
	"berth.dev/providers/providertest/fake"
)

// servers are the API servers of one script, by the names of their contexts.
type servers map[string]*fake.Server

// serversKey is where a script keeps its servers.
type serversKey struct{}

// scriptCommands are what scripts can do to clusters. The servers are fakes: they hold
// objects and answer as an API server does, and run no containers.
func scriptCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"clusters": startServers,
		"given":    given,
		"edit":     edit,
		"writes":   writes,
		"deny":     deny,
	}
}

// startServers starts an API server for each name, and writes the kubeconfig that
// reaches them: clusters kubeconfig tokyo gke. KUBECONFIG names it from then on.
func startServers(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: clusters KUBECONFIG NAME...")
	}
	all := serversOf(ts)
	for i, name := range args[1:] {
		s, err := fake.Start(fake.Options{Seed: uint64(len(all) + i + 1)})
		ts.Check(err)
		ts.Defer(s.Close)
		all[name] = s
	}
	ts.Check(fake.Kubeconfig(ts.MkAbs(args[0]), all))
	ts.Setenv("KUBECONFIG", ts.MkAbs(args[0]))
}

func serversOf(ts *testscript.TestScript) servers {
	all, ok := ts.Value(serversKey{}).(servers)
	if !ok {
		ts.Fatalf("the script was set up without servers")
	}
	return all
}

func server(ts *testscript.TestScript, name string) *fake.Server {
	s := serversOf(ts)[name]
	if s == nil {
		ts.Fatalf("there is no cluster %q", name)
	}
	return s
}

// given puts objects on a cluster as somebody else would: given tokyo kubectl web.yaml.
func given(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: given NAME MANAGER FILE")
	}
	on := server(ts, args[0])
	objects := objectsIn(ts, args[2])
	ts.Check(on.Put(args[1], objects...))
	for _, o := range objects {
		// A kubelet says how large its node is, and no server stores that with the rest.
		if status, says := o["status"].(map[string]any); says && o.Ref().Kind == "Node" {
			ts.Check(on.SetStatus(o.Ref(), status))
		}
	}
}

// objectsIn are the objects of a YAML file.
func objectsIn(ts *testscript.TestScript, name string) (out []object.Object) {
	raw, err := os.ReadFile(ts.MkAbs(name))
	ts.Check(err)
	for text := range strings.SplitSeq(string(raw), "\n---\n") {
		j, err := yaml.YAMLToJSONStrict([]byte(text))
		ts.Check(err)
		o, err := object.Parse(j)
		ts.Check(err)
		out = append(out, o)
	}
	return out
}

// edit sets a field as somebody else would: edit tokyo alice Deployment shop/web spec.replicas 7.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 6 {
		ts.Fatalf("usage: edit NAME MANAGER KIND NAMESPACE/NAME FIELD VALUE")
	}
	namespace, name, _ := strings.Cut(args[3], "/")
	ref := object.Ref{Kind: args[2], Namespace: namespace, Name: name}
	ts.Check(server(ts, args[0]).Edit(args[1], ref, func(o object.Object) {
		at, path := map[string]any(o), strings.Split(args[4], ".")
		for _, member := range path[:len(path)-1] {
			next, ok := at[member].(map[string]any)
			if !ok {
				next = map[string]any{}
				at[member] = next
			}
			at = next
		}
		var value any = args[5]
		if n, err := strconv.ParseInt(args[5], 10, 64); err == nil {
			value = n
		}
		at[path[len(path)-1]] = value
	}))
}

// writes holds how many changes clients have made to a cluster since it was asked
// last: writes tokyo 0.
func writes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: writes NAME COUNT")
	}
	s := server(ts, args[0])
	var made []string
	for _, r := range s.History() {
		if r.Effect != 0 {
			made = append(made, fmt.Sprintf("%s %s", r.Verb, r.Ref))
		}
	}
	s.Forget()
	if got := strconv.Itoa(len(made)); got != args[1] {
		slices.Sort(made)
		ts.Fatalf("%s changes on %s, want %s:\n%s", got, args[0], args[1], strings.Join(made, "\n"))
	}
}

// deny takes a right away from every client: deny tokyo list Deployment shop.
func deny(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args) > 4 {
		ts.Fatalf("usage: deny NAME VERB KIND [NAMESPACE]")
	}
	a := fake.Access{Verb: args[1], Kind: args[2]}
	if len(args) == 4 {
		a.Namespace = args[3]
	}
	server(ts, args[0]).Take(a)
}
