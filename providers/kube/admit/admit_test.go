package admit_test

import (
	"os"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"berth.dev/providers/kube/admit"
	"berth.dev/providers/providertest/cluster"
)

var shared = cluster.NewPool(cluster.Options{Name: "made"})

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }

func TestWhoIsAdmittedMayRunBerthAndNobodyLosesAnything(t *testing.T) {
	c := shared.Get(t)[0]
	config, err := clientcmd.BuildConfigFromFlags("", c.Admin())
	if err != nil {
		t.Fatal(err)
	}
	is := func(want bool, groups, users []string) {
		t.Helper()
		got, err := admit.Admitted(t.Context(), config, groups, users)
		if err != nil || got != want {
			t.Errorf("admitted %v %v: %t %v, want %t", groups, users, got, err, want)
		}
	}
	may := func(user, verb, resource string) string {
		t.Helper()
		out, _ := c.Kubectl(t.Context(), "", "", "auth", "can-i", verb, resource, "--as", user) // exit code 1 means no
		return strings.TrimSpace(out)
	}
	is(false, []string{"oidc:infra"}, nil)
	if err := admit.Admit(t.Context(), config, nil, []string{"oidc:infra"}, []string{"first"}); err != nil {
		t.Fatal(err)
	}
	is(true, []string{"oidc:infra"}, []string{"first"})
	is(false, nil, []string{"second"})
	if err := admit.Admit(t.Context(), config, nil, nil, []string{"second"}); err != nil {
		t.Fatal(err)
	}
	is(true, []string{"oidc:infra"}, []string{"first", "second"})
	for _, user := range []string{"first", "second"} {
		if got := may(user, "create", "deployments.apps"); got != "yes" {
			t.Errorf("%s may create Deployments: %q, want yes", user, got)
		}
		if got := may(user, "create", "clusterroles.rbac.authorization.k8s.io"); strings.HasPrefix(got, "yes") {
			t.Errorf("%s may write roles: %q", user, got)
		}
	}
	if got := may("stranger", "create", "deployments.apps"); strings.HasPrefix(got, "yes") {
		t.Errorf("a stranger may create Deployments: %q", got)
	}
}

func TestGroupsOfKubernetesItselfAreNeverAdmitted(t *testing.T) {
	c := shared.Get(t)[0]
	config, err := clientcmd.BuildConfigFromFlags("", c.Admin())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"system:masters", "system:authenticated", ""} {
		err := admit.Admit(t.Context(), config, nil, []string{name}, nil)
		if err == nil || !strings.Contains(err.Error(), "Kubernetes' own") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestABindingThatGivesAnotherRoleIsNotWrittenOver(t *testing.T) {
	c := shared.Get(t)[0]
	if _, err := c.Kubectl(t.Context(), "", "", "delete", "clusterrolebinding", "berth-drain", "--ignore-not-found"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Kubectl(t.Context(), "", "", "create", "clusterrolebinding", "berth-drain", "--clusterrole=view", "--user=theirs"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = c.Kubectl(t.Context(), "", "", "delete", "clusterrolebinding", "berth-drain") // the next test makes it anew
	})
	config, err := clientcmd.BuildConfigFromFlags("", c.Admin())
	if err != nil {
		t.Fatal(err)
	}
	err = admit.Admit(t.Context(), config, nil, nil, []string{"first"})
	if err == nil || !strings.Contains(err.Error(), "gives another role") {
		t.Errorf("got %v", err)
	}
}
