package kube

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// Files are the kubeconfig files that kubectl would read: those that the variable
// KUBECONFIG names, else the one in the home folder.
func Files(getenv func(string) string) []string {
	if list := filepath.SplitList(getenv("KUBECONFIG")); len(list) > 0 {
		return slices.DeleteFunc(list, func(s string) bool { return s == "" })
	}
	return []string{filepath.Join(getenv("HOME"), ".kube", "config")}
}

// load merges the files. One that is missing counts as empty, as kubectl has it, but
// not all of them may be.
func load(files []string) (*api.Config, error) {
	missing := 0
	for _, f := range files {
		if _, err := os.Stat(f); errors.Is(err, os.ErrNotExist) {
			missing++
		}
	}
	where := strings.Join(files, ", ")
	if len(files) == 0 {
		return nil, errors.New("no kubeconfig: set KUBECONFIG to a file that has the cluster's context")
	}
	if missing == len(files) {
		return nil, fmt.Errorf("kubeconfig %s: there is no such file; set KUBECONFIG to one that has the cluster's context", where)
	}
	rules := clientcmd.ClientConfigLoadingRules{Precedence: files}
	c, err := rules.Load()
	if err != nil {
		return nil, fmt.Errorf("kubeconfig %s: %w", where, err)
	}
	return c, nil
}

func names(c *api.Config) []string {
	out := make([]string, 0, len(c.Contexts))
	for name := range c.Contexts {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// configure turns the chosen context into a connection's settings.
func configure(o Options) (*rest.Config, error) {
	c, err := load(o.Files)
	if err != nil {
		return nil, err
	}
	where, name := strings.Join(o.Files, ", "), o.Context
	if name == "" {
		name = c.CurrentContext
	}
	if _, ok := c.Contexts[name]; !ok {
		return nil, fmt.Errorf("kubeconfig %s: no context named %q; there are: %s", where, name, strings.Join(names(c), ", "))
	}
	r, err := clientcmd.NewNonInteractiveClientConfig(*c, name, nil, nil).ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("kubeconfig %s, context %s: %w", where, name, err)
	}
	return r, nil
}

// isLoopback tells whether a server is on this machine, where compressing costs more
// than it saves.
func isLoopback(host string) bool {
	u, _, err := rest.DefaultServerUrlFor(&rest.Config{Host: host})
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
