package machines

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// serverFlags are the names of all flags of kube-apiserver, one a line, as its --help
// lists them.
//
//go:embed serverflags.txt
var serverFlags string

// specKeys are the words that k0s knows in the spec of a ClusterConfig. Below api and
// network it takes any word, as k0s itself does.
const specKeys = " api controllerManager scheduler storage network workerProfiles telemetry installConfig images extensions konnectivity featureGates metricsServer "

// released is the form of versions that can be downloaded.
var released = regexp.MustCompile(`^v1\.\d+\.\d+(-(rc|beta|alpha)\.\d+)?\+k0s\.\d+$`)

// exact refuses versions of which there is no program.
func exact(version string) error {
	if !released.MatchString(version) {
		return fmt.Errorf("failed to download k0s from https://github.com/k0sproject/k0s/releases/download/%s: 404", version)
	}
	return nil
}

// minor is the second number of a version, 0 where it has none.
func minor(version string) int {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return 0
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		return 0
	}
	return n
}

// dig looks for a value below keys.
func dig(v any, keys ...string) any {
	for _, k := range keys {
		object, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = object[k]
	}
	return v
}

// readConfig reads a k0s.yaml.
func readConfig(text string) (map[string]any, error) {
	var config map[string]any
	err := yaml.Unmarshal([]byte(text), &config)
	return config, err
}

// validateConfig is `k0s config validate`: what it lets pass, it lets pass here.
func validateConfig(text string) error {
	config, err := readConfig(text)
	if err != nil {
		return fmt.Errorf("spec.k0s.config validation failed: %w", err)
	}
	spec, ok := config["spec"].(map[string]any)
	if !ok && config["spec"] != nil {
		return errors.New("spec.k0s.config validation failed: spec is no object")
	}
	for key := range spec {
		if !strings.Contains(specKeys, " "+key+" ") {
			return fmt.Errorf("spec.k0s.config validation failed: error unmarshaling JSON: while decoding JSON: json: unknown field %q", key)
		}
	}
	args, _ := dig(spec, "api", "extraArgs").(map[string]any)
	for name, value := range args {
		if _, ok := value.(string); !ok {
			return fmt.Errorf("spec.k0s.config validation failed: json: cannot unmarshal %T into Go struct field APISpec.spec.api.extraArgs.%s of type string", value, name)
		}
	}
	provider, _ := dig(spec, "network", "provider").(string)
	if !slices.Contains([]string{"", "kuberouter", "calico", "custom"}, provider) {
		return fmt.Errorf("spec.k0s.config validation failed: spec: network: unsupported network provider: %s", provider)
	}
	return nil
}

// brokenConfig says why an API server does not start with a configuration, "" where it
// does: a flag that it does not know.
func brokenConfig(text string) string {
	config, err := readConfig(text)
	if err != nil {
		return "k0s.yaml: " + err.Error()
	}
	var wrong []string
	args, _ := dig(config, "spec", "api", "extraArgs").(map[string]any)
	known := strings.Fields(serverFlags)
	for name := range args {
		if !slices.Contains(known, name) {
			wrong = append(wrong, "--"+name)
		}
	}
	if len(wrong) == 0 {
		return ""
	}
	slices.Sort(wrong)
	return "kube-apiserver: unknown flag: " + wrong[0]
}

// apiPort is where a configuration has the API server listen.
func apiPort(text string) int {
	config, err := readConfig(text)
	if err != nil {
		return 6443
	}
	if port, ok := dig(config, "spec", "api", "port").(float64); ok {
		return int(port)
	}
	return 6443
}
