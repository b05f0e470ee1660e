package main

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
)

// check is k0sctl's validation: what it lets pass, this lets pass.
func (f *file) check() error {
	hosts := f.Spec.Hosts
	switch {
	case f.APIVersion != "k0sctl.k0sproject.io/v1beta1":
		return errors.New("apiVersion: must equal k0sctl.k0sproject.io/v1beta1")
	case len(hosts) == 0:
		return errors.New("spec: hosts: at least one host required")
	}
	if v := f.Spec.K0s.VersionChannel; !slices.Contains([]string{"", "stable", "latest"}, v) {
		return errors.New("spec: k0s: versionChannel: must be stable or latest")
	}
	seen := map[string]bool{}
	for i, h := range hosts {
		// A file of one host is not looked at any closer.
		if len(hosts) == 1 {
			break
		}
		if err := h.check(); err != nil {
			return fmt.Errorf("spec: hosts: host #%d: %w", i+1, err)
		}
		if h.Role == "single" {
			return fmt.Errorf("spec: hosts: %d hosts defined but includes a host with role 'single': %s", len(hosts), h)
		}
		if seen[h.String()] {
			return fmt.Errorf("spec: hosts: %s: is not unique", h)
		}
		seen[h.String()] = true
	}
	if len(f.controllers()) == 0 {
		return errors.New("spec: hosts: no hosts with a controller role defined")
	}
	return nil
}

func (h *host) check() error {
	switch {
	case !slices.Contains([]string{"controller", "worker", "controller+worker", "single"}, h.Role):
		return fmt.Errorf("role: unknown role %s", h.Role)
	case h.SSH != nil && h.SSH.Address == "":
		return errors.New("ssh: address is required")
	case h.SSH != nil && (h.SSH.Port < 1 || h.SSH.Port > 65535):
		return errors.New("ssh: port is out of range")
	case h.PrivateAddress != "" && net.ParseIP(h.PrivateAddress) == nil:
		return errors.New("privateAddress: must be a valid IP address")
	case h.NoTaints && h.Role != "controller+worker":
		return errors.New("noTaints: noTaints can only be true for controller+worker role")
	}
	for _, flag := range h.InstallFlags {
		if strings.Count(flag, `"`)%2 != 0 || strings.Count(flag, "'")%2 != 0 {
			return fmt.Errorf("installFlags: unbalanced quotes in %s", flag)
		}
	}
	return nil
}

// String is how k0sctl calls a host.
func (h *host) String() string {
	if h.SSH == nil {
		return "[local] localhost"
	}
	return fmt.Sprintf("[ssh] %s:%d", h.SSH.Address, h.SSH.Port)
}

func (h *host) controls() bool { return h.Role != "worker" }

func (f *file) controllers() []*host {
	return pick(f.Spec.Hosts, (*host).controls)
}

func (f *file) workers() []*host {
	return pick(f.Spec.Hosts, func(h *host) bool { return !h.controls() })
}

// pick are the hosts that fit, in their order.
func pick(hosts []*host, fits func(*host) bool) (out []*host) {
	for _, h := range hosts {
		if fits(h) {
			out = append(out, h)
		}
	}
	return out
}

// value is what a flag is set to, "" where it is not given or has no value.
func value(flags []string, name string) string {
	for _, f := range flags {
		if key, v, _ := strings.Cut(f, "="); key == name {
			return strings.Trim(v, `'"`)
		}
	}
	return ""
}

// on tells whether a flag is given and not false.
func on(flags []string, name string) bool {
	for _, f := range flags {
		if key, v, _ := strings.Cut(f, "="); key == name {
			return v != "false"
		}
	}
	return false
}

// put replaces a flag, or adds it.
func put(flags []string, name, v string) []string {
	out := slices.DeleteFunc(slices.Clone(flags), func(f string) bool {
		key, _, _ := strings.Cut(f, "=")
		return key == name
	})
	return append(out, name+"="+v)
}

// installFlags are those with which a host's service is installed.
func (h *host) installFlags() []string {
	flags := put(h.InstallFlags, "--data-dir", h.DataDir)
	if h.KubeletRootDir != "" {
		flags = put(flags, "--kubelet-root-dir", h.KubeletRootDir)
	}
	switch h.Role {
	case "controller+worker":
		if !on(flags, "--enable-worker") {
			flags = put(flags, "--enable-worker", "true")
		}
		if h.NoTaints && !on(flags, "--no-taints") {
			flags = put(flags, "--no-taints", "true")
		}
	case "single":
		if !on(flags, "--single") {
			flags = put(flags, "--single", "true")
		}
	}
	if !h.leader && value(flags, "--token-file") == "" {
		flags = put(flags, "--token-file", "/etc/k0s/k0stoken")
	}
	if h.controls() && value(flags, "--config") == "" {
		flags = put(flags, "--config", "/etc/k0s/k0s.yaml")
	}
	if strings.HasSuffix(h.Role, "worker") && h.PrivateAddress != "" {
		extra := strings.TrimSpace(value(flags, "--kubelet-extra-args") + " --node-ip=" + h.PrivateAddress)
		flags = put(flags, "--kubelet-extra-args", extra)
	}
	return flags
}

// flagsChanged compares what would be installed with what runs. A flag without a value
// is never what runs: k0s tells all of them with one.
func (h *host) flagsChanged() bool {
	strip := func(flags []string) []string {
		out := slices.DeleteFunc(slices.Clone(flags), func(f string) bool {
			key, _, _ := strings.Cut(f, "=")
			return slices.Contains([]string{"--force", "--env", "--data-dir", "--token-file", "--config"}, key)
		})
		slices.Sort(out)
		return out
	}
	running := h.facts.Args
	if len(running) > 2 {
		running = running[2:] // the program and its role
	} else {
		running = nil
	}
	return !slices.Equal(strip(h.installFlags()), strip(running))
}
