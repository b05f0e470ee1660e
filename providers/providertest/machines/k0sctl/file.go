package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// file is a k0sctl.yaml, with the words that v0.32.2 knows.
type file struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"`
	Metadata   struct {
		Name string `yaml:"name"`
		User string `yaml:"user"`
	} `yaml:"metadata"`
	Spec struct {
		Hosts   []*host `yaml:"hosts"`
		K0s     k0s     `yaml:"k0s"`
		Options choices `yaml:"options"`
	} `yaml:"spec"`

	// others are the documents that are neither a Cluster nor a ClusterConfig.
	others []string
}

type k0s struct {
	Version        string         `yaml:"version"`
	VersionChannel string         `yaml:"versionChannel"`
	DynamicConfig  bool           `yaml:"dynamicConfig"`
	Config         map[string]any `yaml:"config"`
}

type choices struct {
	Wait struct {
		Enabled *bool `yaml:"enabled"`
	} `yaml:"wait"`
	Drain struct {
		Enabled                  *bool    `yaml:"enabled"`
		GracePeriod              duration `yaml:"gracePeriod"`
		Timeout                  duration `yaml:"timeout"`
		Force                    *bool    `yaml:"force"`
		IgnoreDaemonSets         *bool    `yaml:"ignoreDaemonSets"`
		DeleteEmptyDirData       *bool    `yaml:"deleteEmptyDirData"`
		PodSelector              string   `yaml:"podSelector"`
		SkipWaitForDeleteTimeout duration `yaml:"skipWaitForDeleteTimeout"`
	} `yaml:"drain"`
	Concurrency struct {
		Limit                   int `yaml:"limit"`
		WorkerDisruptionPercent int `yaml:"workerDisruptionPercent"`
		Uploads                 int `yaml:"uploads"`
	} `yaml:"concurrency"`
	EvictTaint struct {
		Enabled           bool   `yaml:"enabled"`
		Taint             string `yaml:"taint"`
		Effect            string `yaml:"effect"`
		ControllerWorkers bool   `yaml:"controllerWorkers"`
	} `yaml:"evictTaint"`
}

type host struct {
	SSH *struct {
		Address string         `yaml:"address"`
		User    string         `yaml:"user"`
		Port    int            `yaml:"port"`
		KeyPath string         `yaml:"keyPath"`
		Bastion map[string]any `yaml:"bastion"`
		Options map[string]any `yaml:"options"`
	} `yaml:"ssh"`
	OpenSSH          map[string]any                 `yaml:"openSSH"`
	WinRM            map[string]any                 `yaml:"winRM"`
	Localhost        any                            `yaml:"localhost"`
	Role             string                         `yaml:"role"`
	Reset            bool                           `yaml:"reset"`
	PrivateInterface string                         `yaml:"privateInterface"`
	PrivateAddress   string                         `yaml:"privateAddress"`
	DataDir          string                         `yaml:"dataDir"`
	KubeletRootDir   string                         `yaml:"kubeletRootDir"`
	Environment      map[string]string              `yaml:"environment"`
	UploadBinary     bool                           `yaml:"uploadBinary"`
	UseExistingK0s   bool                           `yaml:"useExistingK0s"`
	K0sBinaryPath    string                         `yaml:"k0sBinaryPath"`
	K0sInstallPath   string                         `yaml:"k0sInstallPath"`
	K0sDownloadURL   string                         `yaml:"k0sDownloadURL"`
	InstallFlags     []string                       `yaml:"installFlags"`
	Files            []map[string]any               `yaml:"files"`
	OS               string                         `yaml:"os"`
	Hostname         string                         `yaml:"hostname"`
	NoTaints         bool                           `yaml:"noTaints"`
	Hooks            map[string]map[string][]string `yaml:"hooks"`

	remote `yaml:"-"`
}

// duration is read as yaml.v2 does: a text with a unit, or nanoseconds.
type duration time.Duration

// UnmarshalYAML reads a duration.
func (d *duration) UnmarshalYAML(n *yaml.Node) error {
	var count int64
	if n.Decode(&count) == nil {
		*d = duration(count)
		return nil
	}
	length, err := time.ParseDuration(n.Value)
	*d = duration(length)
	return err
}

// load reads the files as k0sctl does: folders and patterns are expanded, every $ is
// substituted, and documents are joined.
func load(names []string) (*file, error) {
	f := &file{}
	clusters := 0
	for _, name := range names {
		found, err := expandName(name)
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			text, err := os.ReadFile(path)
			if err != nil {
				return nil, errors.New("failed to locate configuration")
			}
			n, err := f.add(substitute(string(text)))
			if err != nil {
				return nil, err
			}
			clusters += n
		}
	}
	if clusters != 1 {
		return nil, fmt.Errorf("expected exactly one cluster config, got %d", clusters)
	}
	f.defaults()
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("cluster config validation failed: %w", err)
	}
	return f, nil
}

func expandName(name string) ([]string, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return filepath.Glob(filepath.Join(name, "*.y*ml"))
	}
	if strings.ContainsAny(name, "*?[") {
		return filepath.Glob(name)
	}
	return []string{name}, nil
}

// add takes the documents of one file; clusters are how many of them were a Cluster.
func (f *file) add(text string) (clusters int, err error) {
	for _, document := range strings.Split("\n"+text, "\n---") {
		var kind struct {
			APIVersion string `yaml:"apiVersion"`
			Kind       string `yaml:"kind"`
		}
		if err := yaml.Unmarshal([]byte(document), &kind); err != nil {
			return 0, fmt.Errorf("failed to parse config: %w", err)
		}
		switch {
		case strings.TrimSpace(document) == "":
		case kind.Kind == "" || kind.APIVersion == "":
			return 0, errors.New("failed to parse config: missing apiVersion or kind in resource")
		case strings.EqualFold(kind.Kind, "cluster") && strings.HasPrefix(kind.APIVersion, "k0sctl."):
			clusters++
			if err := strict(document, f); err != nil {
				return 0, fmt.Errorf("failed to unmarshal cluster config: %w", err)
			}
		case strings.EqualFold(kind.Kind, "clusterconfig"):
			if err := yaml.Unmarshal([]byte(document), &f.Spec.K0s.Config); err != nil {
				return 0, err
			}
		default:
			f.others = append(f.others, document)
		}
	}
	return clusters, nil
}

// strict refuses words that it does not know.
func strict(text string, into any) error {
	d := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// defaults fills what is zero: zero means default.
func (f *file) defaults() {
	fill := func(v *string, d string) {
		if *v == "" {
			*v = d
		}
	}
	fill(&f.Metadata.Name, "k0s-cluster")
	fill(&f.Metadata.User, "admin")
	o := &f.Spec.Options
	if o.Drain.GracePeriod == 0 {
		o.Drain.GracePeriod = duration(2 * time.Minute)
	}
	if o.Drain.Timeout == 0 {
		o.Drain.Timeout = duration(5 * time.Minute)
	}
	for v, d := range map[*int]int{&o.Concurrency.Limit: 30, &o.Concurrency.WorkerDisruptionPercent: 10, &o.Concurrency.Uploads: 5} {
		if *v == 0 {
			*v = d
		}
	}
	if v := f.Spec.K0s.Version; v != "" && !strings.HasPrefix(v, "v") {
		f.Spec.K0s.Version = "v" + v
	}
	for _, h := range f.Spec.Hosts {
		h.fill()
	}
}

// fill sets what a host has by default, and what its flags say of it.
func (h *host) fill() {
	if h.SSH != nil && h.SSH.User == "" {
		h.SSH.User = "root"
	}
	if h.SSH != nil && h.SSH.Port == 0 {
		h.SSH.Port = 22
	}
	if on(h.InstallFlags, "--single") {
		h.Role = "single"
	}
	if on(h.InstallFlags, "--enable-worker") {
		h.Role = "controller+worker"
	}
	if on(h.InstallFlags, "--no-taints") {
		h.NoTaints = true
	}
	if dir := value(h.InstallFlags, "--data-dir"); dir != "" {
		h.DataDir = dir
	}
	if h.DataDir == "" {
		h.DataDir = "/var/lib/k0s"
	}
}
