package cli

import (
	"fmt"
	"slices"
	"strings"
)

// allows says why the program that a plan names for a service is not started, nil for
// one that is. A plan's file may come from anybody, so somebody must vouch for the
// program: a signature that was asked for, or the specs of the workspace, which name
// the very same one.
func (e *execution) allows(service string, command []string) error {
	if e.signature != "" {
		return nil // open has checked it
	}
	if e.workspace != nil {
		s := e.workspace.Service(service)
		if s != nil && s.Switch != nil && slices.Equal(s.Switch.Command.V, command) {
			return nil
		}
	}
	return fmt.Errorf("the plan would start %q to switch the callers of %s, and the specs do not name this program: compare them and plan again, or let a signature vouch for the plan (--require-signature)", strings.Join(command, " "), service)
}
