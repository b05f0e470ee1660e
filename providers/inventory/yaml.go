package inventory

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// readYAML reads an inventory in Ansible's YAML form, or what `ansible-inventory
// --list` prints.
func (w *world) readYAML(text []byte, l manifest.Limits) error {
	docs, err := tree.Parse(text, l)
	if err != nil {
		return err
	}
	if len(docs) != 1 || docs[0].Kind != tree.Map {
		return errors.New("an inventory in YAML is one mapping of groups, as in all: {hosts: …, children: …}")
	}
	listed := docs[0].Get("_meta", "hostvars")
	for _, m := range docs[0].Members {
		switch {
		case m.Key == "_meta":
		case listed != nil:
			err = w.listedGroup(m)
		default:
			err = w.yamlGroup(m.Key, m.Value, m.Line)
		}
		if err != nil {
			return err
		}
	}
	if listed != nil {
		for _, h := range listed.Members {
			vars, err := w.host(h.Key, nil)
			if err != nil {
				return err
			}
			vars.take(h.Value)
		}
	}
	return nil
}

// take adds the members of a mapping.
func (v variables) take(from *tree.Value) {
	if from == nil {
		return
	}
	for _, m := range from.Members {
		v[m.Key] = m.Value
	}
}

// yamlGroup reads a group with its hosts, variables and children. The limits have
// bounded how deep they nest.
func (w *world) yamlGroup(name string, v *tree.Value, line int) error {
	g := w.group(name)
	if v.Kind == tree.Null {
		return nil
	}
	if v.Kind != tree.Map {
		return fmt.Errorf("line %d: the group %q is %s and no mapping", line, tree.Short(name), v.Kind)
	}
	if hosts := v.Get("hosts"); hosts != nil {
		if hosts.Kind == tree.List || hosts.Kind == tree.Text {
			return fmt.Errorf("line %d: the hosts of %q are %s; Ansible takes a mapping, as in hosts: {node1: {}}", hosts.Line, tree.Short(name), hosts.Kind)
		}
		for _, m := range hosts.Members {
			if err := w.yamlHost(g, m); err != nil {
				return err
			}
		}
	}
	g.vars.take(v.Get("vars"))
	if children := v.Get("children"); children != nil {
		for _, m := range children.Members {
			g.children = append(g.children, m.Key)
			if err := w.yamlGroup(m.Key, m.Value, m.Line); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *world) yamlHost(g *group, m tree.Member) error {
	names, err := expand(m.Key)
	if err != nil {
		return fmt.Errorf("line %d: %w", m.Line, err)
	}
	for _, name := range names {
		name, port := withPort(name)
		vars, err := w.host(name, g)
		if err != nil {
			return fmt.Errorf("line %d: %w", m.Line, err)
		}
		if port != "" {
			vars["ansible_port"] = &tree.Value{Kind: tree.Text, Text: port}
		}
		vars.take(m.Value)
	}
	return nil
}

// listedGroup reads a group as `ansible-inventory --list` prints it.
func (w *world) listedGroup(m tree.Member) error {
	g := w.group(m.Key)
	if hosts := m.Value.Get("hosts"); hosts != nil {
		for _, h := range hosts.Items {
			if _, err := w.host(h.Text, g); err != nil {
				return err
			}
		}
	}
	if children := m.Value.Get("children"); children != nil {
		for _, c := range children.Items {
			w.group(c.Text)
			g.children = append(g.children, c.Text)
		}
	}
	g.vars.take(m.Value.Get("vars"))
	return nil
}

// isYAML tells the forms apart as far as their beginnings do.
func isYAML(s manifest.Source) bool {
	switch path.Ext(s.Name) {
	case ".yml", ".yaml", ".json":
		return true
	}
	for line := range bytes.Lines(s.Bytes) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' || line[0] == ';' {
			continue
		}
		return line[0] == '{' || bytes.HasPrefix(line, []byte("---")) || bytes.HasSuffix(line, []byte(":"))
	}
	return false
}

// vaultHead begins what ansible-vault has encrypted.
const vaultHead = "$ANSIBLE_VAULT"

// readVars reads the files of group_vars and host_vars that are for groups and hosts of
// the inventory. It returns those that are encrypted as a whole.
func (w *world) readVars(all []manifest.Source, l manifest.Limits) (sealed []string, err error) {
	for _, s := range all {
		kind, name := whose(s.Name)
		if kind == "host_vars" && w.hosts[name] == nil || kind == "group_vars" && name != "all" && w.groups[name] == nil || kind == "" {
			continue
		}
		if bytes.HasPrefix(s.Bytes, []byte(vaultHead)) {
			sealed = append(sealed, s.Name)
			continue
		}
		docs, err := tree.Parse(s.Bytes, l)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		for _, d := range docs {
			if d.Kind != tree.Map {
				return nil, fmt.Errorf("%s: it holds %s and no mapping", s.Name, d.Kind)
			}
			if kind == "host_vars" {
				if w.extra[name] == nil {
					w.extra[name] = variables{}
				}
				w.extra[name].take(d)
			} else {
				w.group(name).extra.take(d)
			}
		}
	}
	return sealed, nil
}

// whose says of a file of variables whether it is for a host or a group, and for which:
// group_vars/all.yml and group_vars/all/some.yml are both for "all". A file of another
// name, as one that an editor left behind, is for none.
func whose(name string) (kind, whom string) {
	parts := strings.Split(name, "/")
	for i, p := range parts[:len(parts)-1] {
		if p != "group_vars" && p != "host_vars" {
			continue
		}
		whom, whole := parts[i+1], i+2 == len(parts)
		ending := path.Ext(name)
		isVars := ending == ".yml" || ending == ".yaml" || ending == ".json"
		switch {
		case whole && isVars:
			return p, strings.TrimSuffix(whom, ending)
		case whole || isVars || ending == "":
			return p, whom
		}
		return "", ""
	}
	return "", ""
}
