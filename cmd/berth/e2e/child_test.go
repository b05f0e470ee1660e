package e2e_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"berth.dev/providers/providertest/cluster"
)

// spent is what a process took.
type spent struct {
	answer
	wall time.Duration
	// peak is the most memory that it held, in bytes.
	peak int64
}

// child runs berth as a process of its own.
func (s *scene) child(args ...string) spent {
	s.Helper()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(s.Context(), os.Args[0], args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.dir, &out, &errs
	cmd.Env = append(os.Environ(), asBerth+"=1", "XDG_STATE_HOME="+s.state, "KUBECONFIG="+s.kubeconfigs())
	began := time.Now()
	err := cmd.Run()
	took := spent{answer{0, out.String(), errs.String()}, time.Since(began), 0}
	if err != nil {
		took.code = cmd.ProcessState.ExitCode()
		s.Fatalf("berth %s: %v: %s", strings.Join(args, " "), err, errs.String())
	}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		took.peak = usage.Maxrss << 10 // Linux counts in KiB
	}
	return took
}

// kubeconfigs are the user's files, as KUBECONFIG names them.
func (s *scene) kubeconfigs() string {
	return s.configs[s.tokyo] + string(filepath.ListSeparator) + s.configs[s.gke]
}

// kubectlTook is how long kubectl takes as the same user.
func (s *scene) kubectlTook(c *cluster.Cluster, stdin string, args ...string) time.Duration {
	s.Helper()
	began := time.Now()
	s.kubectl(c, stdin, args...)
	return time.Since(began)
}
