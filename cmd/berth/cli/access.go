package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/providers/kube/access"
)

// accessOptions are the arguments of access.
type accessOptions struct {
	app *app
	// role is "observe", "apply" or "drain", "" for all of them.
	role string
}

// roleNames are the roles by the words of the command line.
func roleNames() []string { return []string{"observe", "apply", "drain"} }

func newAccess(a *app, run func(*accessOptions) error) *cobra.Command {
	o := &accessOptions{app: a}
	return &cobra.Command{
		Use:   "access [observe|apply|drain]",
		Short: "Print the roles that berth needs on a cluster",
		Long: `Print the roles that berth's identity needs on a cluster, as a manifest for the
cluster's administrator; berth itself is never given the right to write roles.

observe is enough for "berth plan --steps" and for "berth status". apply has all of
it, and carries plans out. drain, beside one of them, empties nodes. Without a word
all three are printed. To use them:

  berth access apply | kubectl --context admin@tokyo apply -f -
  kubectl --context admin@tokyo create clusterrolebinding berth-apply \
    --clusterrole=berth-apply --user=berth

The user is the one of the kubeconfig context that berth is given; a group or a
service account is bound in the same way (--group, --serviceaccount=NAMESPACE:NAME).`,
		Example: `  berth access
  berth access observe
  berth access apply > berth-apply.yaml`,
		Args:              arguments(0, 1, "one role: observe, apply or drain"),
		ValidArgsFunction: cobra.FixedCompletions(roleNames(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.role = args[0]
				if _, known := access.Role("berth-" + o.role); !known {
					return misused(c.CommandPath(), "There is no role %q. %s", o.role, diag.Meant(o.role, roleNames()))
				}
			}
			return run(o)
		},
	}
}

func runAccess(o *accessOptions) error {
	manifest := access.Roles()
	if o.role != "" {
		manifest, _ = access.Role("berth-" + o.role)
	}
	_, err := fmt.Fprint(o.app.out, manifest)
	return err
}
