// Package admit gives people the roles that berth ships on a cluster that berth manages,
// by the credentials of that cluster's administrator.
//
// The drivers of clusters call it: a cluster that was just made knows nobody who could
// run a plan of services on it. It writes the three roles of package access and one
// binding for each, and nothing else; it never admits a group of Kubernetes itself
// (system:…), never takes anybody's rights away, and keeps no credentials.
//
// # Decisions
//
// All three roles go to the same people. Whoever wants them apart binds them by hand:
// "berth access" prints them.
//
// Roles are written by server-side apply without force, so that a role of the name that
// somebody else has changed is reported and not won back.
package admit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	rbac "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	typed "k8s.io/client-go/kubernetes/typed/rbac/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"

	"berth.dev/providers/kube/access"
)

// manager is whose fields roles and bindings are.
const manager = "berth"

// Permit is asked right before each request that writes; nil allows all.
type Permit = func(context.Context) (context.Context, context.CancelFunc, error)

// Admitted tells whether all of the groups and users have all roles of berth's on the
// cluster, as this berth ships them. It writes nothing.
func Admitted(ctx context.Context, config *rest.Config, groups, users []string) (bool, error) {
	c, err := typed.NewForConfig(config)
	if err != nil {
		return false, err
	}
	wanted, err := roles()
	if err != nil {
		return false, err
	}
	for i := range wanted {
		role, err := c.ClusterRoles().Get(ctx, wanted[i].Name, meta.GetOptions{})
		if apierrors.IsNotFound(err) {
			return false, nil
		} else if err != nil {
			return false, fmt.Errorf("role %s: %w", wanted[i].Name, err)
		}
		binding, err := c.ClusterRoleBindings().Get(ctx, wanted[i].Name, meta.GetOptions{})
		if apierrors.IsNotFound(err) {
			return false, nil
		} else if err != nil {
			return false, fmt.Errorf("binding %s: %w", wanted[i].Name, err)
		}
		if !equality.Semantic.DeepEqual(role.Rules, wanted[i].Rules) || !names(binding, wanted[i].Name, subjects(groups, users)) {
			return false, nil
		}
	}
	return true, nil
}

// Admit writes the roles, and binds them to the groups and users beside whoever has them
// already.
func Admit(ctx context.Context, config *rest.Config, permit Permit, groups, users []string) error {
	for _, name := range slices.Concat(groups, users) {
		if name == "" || strings.HasPrefix(name, "system:") {
			return fmt.Errorf("%q is no group or user to admit: names that begin with system: are Kubernetes' own", name)
		}
	}
	c, err := typed.NewForConfig(config)
	if err != nil {
		return err
	}
	wanted, err := roles()
	if err != nil {
		return err
	}
	for i := range wanted {
		role := &wanted[i]
		if err := write(ctx, permit, role, func(ctx context.Context, text []byte, o meta.PatchOptions) error {
			_, err := c.ClusterRoles().Patch(ctx, role.Name, types.ApplyPatchType, text, o)
			return err
		}); err != nil {
			return fmt.Errorf("role %s: %w", role.Name, err)
		}
		if err := bind(ctx, c, permit, role.Name, subjects(groups, users)); err != nil {
			return fmt.Errorf("binding %s: %w", role.Name, err)
		}
	}
	return nil
}

// bind gives a role to subjects beside those who have it.
func bind(ctx context.Context, c typed.RbacV1Interface, permit Permit, role string, to []rbac.Subject) error {
	b := &rbac.ClusterRoleBinding{
		TypeMeta:   meta.TypeMeta{APIVersion: rbac.SchemeGroupVersion.String(), Kind: "ClusterRoleBinding"},
		ObjectMeta: meta.ObjectMeta{Name: role},
		RoleRef:    rbac.RoleRef{APIGroup: rbac.GroupName, Kind: "ClusterRole", Name: role},
	}
	is, err := c.ClusterRoleBindings().Get(ctx, role, meta.GetOptions{})
	switch {
	case apierrors.IsNotFound(err):
	case err != nil:
		return err
	case is.RoleRef != b.RoleRef:
		return errors.New("a binding of this name gives another role. Give it another name")
	default:
		b.Subjects = is.Subjects
	}
	for _, s := range to {
		if !slices.Contains(b.Subjects, s) {
			b.Subjects = append(b.Subjects, s)
		}
	}
	return write(ctx, permit, b, func(ctx context.Context, text []byte, o meta.PatchOptions) error {
		_, err := c.ClusterRoleBindings().Patch(ctx, role, types.ApplyPatchType, text, o)
		return err
	})
}

// write sends one object, where that is permitted.
func write(ctx context.Context, permit Permit, object any, send func(context.Context, []byte, meta.PatchOptions) error) error {
	text, err := json.Marshal(object)
	if err != nil {
		return err
	}
	if permit != nil {
		var done context.CancelFunc
		if ctx, done, err = permit(ctx); err != nil {
			return err
		}
		defer done()
	}
	return send(ctx, text, meta.PatchOptions{FieldManager: manager})
}

// roles are those that berth ships.
func roles() (out []rbac.ClusterRole, err error) {
	for _, name := range []string{access.Observe, access.Apply, access.Drain} {
		text, _ := access.Role(name)
		var r rbac.ClusterRole
		if err := yaml.UnmarshalStrict([]byte(text), &r); err != nil {
			return nil, fmt.Errorf("role %s: %w", name, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// subjects are groups and users as a binding names them.
func subjects(groups, users []string) (out []rbac.Subject) {
	for _, g := range groups {
		out = append(out, rbac.Subject{APIGroup: rbac.GroupName, Kind: rbac.GroupKind, Name: g})
	}
	for _, u := range users {
		out = append(out, rbac.Subject{APIGroup: rbac.GroupName, Kind: rbac.UserKind, Name: u})
	}
	return out
}

// names tells whether a binding gives the role to all of the subjects.
func names(b *rbac.ClusterRoleBinding, role string, all []rbac.Subject) bool {
	return b.RoleRef.Kind == "ClusterRole" && b.RoleRef.Name == role &&
		!slices.ContainsFunc(all, func(s rbac.Subject) bool { return !slices.Contains(b.Subjects, s) })
}
