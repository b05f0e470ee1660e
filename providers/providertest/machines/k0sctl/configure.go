package main

import (
	"context"
	"slices"

	"go.yaml.in/yaml/v3"

	"berth.dev/providers/providertest/machines/wire"
)

// configChanges makes the controllers' k0s.yaml, and tells whether any is another than
// what was found.
func (r *runner) configChanges() bool {
	changes := false
	for _, h := range r.controllers() {
		if h.Reset {
			continue
		}
		text := r.configFor(h)
		if canonical(text) != canonical(h.facts.Config) {
			h.config, changes = text, true
		}
	}
	return changes
}

// canonical is a configuration without its comments and order.
func canonical(text string) string {
	var v map[string]any
	if yaml.Unmarshal([]byte(text), &v) != nil {
		return text
	}
	out, err := yaml.Marshal(v)
	if err != nil {
		return text
	}
	return string(out)
}

// configFor is a controller's k0s.yaml: the file's, with the addresses of all
// controllers as names of their certificates.
func (r *runner) configFor(h *host) string {
	base := r.Spec.K0s.Config
	if len(base) == 0 {
		base = r.found()
	}
	config := copyOf(base)
	if r.Spec.K0s.DynamicConfig && (h != r.lead || h.facts.Running) {
		config = nodeConfig(config)
	}
	api := below(below(config, "spec"), "api")
	var sans []any
	if old, ok := api["sans"].([]any); ok {
		sans = append(sans, old...)
	}
	for _, c := range r.controllers() {
		for _, a := range []string{c.SSH.Address, c.PrivateAddress} {
			if a != "" && !c.Reset && !slices.Contains(sans, any(a)) {
				sans = append(sans, a)
			}
		}
	}
	api["sans"] = sans
	if h.PrivateAddress != "" && h.Role != "single" {
		below(below(below(config, "spec"), "storage"), "etcd")["peerAddress"] = h.PrivateAddress
	}
	for key, v := range map[string]any{"apiVersion": "k0s.k0sproject.io/v1beta1", "kind": "ClusterConfig"} {
		if config[key] == nil {
			config[key] = v
		}
	}
	text, err := yaml.Marshal(config)
	if err != nil {
		return ""
	}
	return "# generated-by-k0sctl 2026-01-01T00:00:00Z\n" + string(text)
}

// found is the configuration that a file without one means: the one that is there, or
// k0s's own.
func (r *runner) found() map[string]any {
	config := map[string]any{}
	if yaml.Unmarshal([]byte(r.lead.facts.Config), &config) == nil && len(config) > 0 {
		return config
	}
	return map[string]any{"metadata": map[string]any{"name": "k0s"}, "spec": map[string]any{
		"api": map[string]any{"port": 6443, "k0sApiPort": 9443}, "network": map[string]any{"provider": "kuberouter"}, "telemetry": map[string]any{"enabled": true},
	}}
}

// nodeConfig is what of a configuration stays with the node where it is dynamic.
func nodeConfig(config map[string]any) map[string]any {
	spec, kept := below(config, "spec"), map[string]any{}
	for _, key := range []string{"api", "network", "storage"} {
		if spec[key] != nil {
			kept[key] = spec[key]
		}
	}
	return map[string]any{"metadata": config["metadata"], "spec": kept}
}

// below is the object of a key, made where there is none.
func below(o map[string]any, key string) map[string]any {
	inner, ok := o[key].(map[string]any)
	if !ok {
		inner = map[string]any{}
		o[key] = inner
	}
	return inner
}

func copyOf(o map[string]any) map[string]any {
	text, err := yaml.Marshal(o)
	if err != nil {
		panic(err) // it was read as YAML a moment ago
	}
	out := map[string]any{}
	if err := yaml.Unmarshal(text, &out); err != nil {
		panic(err)
	}
	return out
}

// configure writes configurations and restarts what runs: all of them together, where
// more than one at a time may be worked on. It waits for the services, not for the API.
func (r *runner) configure(ctx context.Context) error {
	changed := pick(r.controllers(), func(h *host) bool { return h.config != "" })
	for _, h := range changed {
		r.out.info("%s: validating configuration", h)
		if err := h.do(ctx, wire.Order{Do: "validate config", Text: h.config}); err != nil {
			return err
		}
	}
	size := max(1, r.limit)
	for ; len(changed) > 0; changed = changed[min(size, len(changed)):] {
		batch := changed[:min(size, len(changed))]
		running := pick(batch, func(h *host) bool { return h.facts.Running && !h.upgrade })
		write := func(h *host) error {
			r.out.info("%s: installing new configuration", h)
			return h.do(ctx, wire.Order{Do: "write config", Text: h.config})
		}
		stop := func(h *host) error {
			r.out.info("%s: restarting k0s service", h)
			return h.do(ctx, wire.Order{Do: "stop"})
		}
		start := func(h *host) error {
			r.out.info("%s: waiting for k0s service to start", h)
			return h.do(ctx, wire.Order{Do: "start"})
		}
		if err := together(batch, write); err != nil {
			return err
		}
		if err := together(running, stop, start); err != nil {
			return err
		}
	}
	return nil
}
