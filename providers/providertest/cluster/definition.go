package cluster

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"

	"berth.dev/providers/providertest/program"
)

// Definition is the definition of a kind that a cluster does not know by itself.
type Definition string

const (
	// HTTPRoutes is the Gateway API's own definition of HTTPRoute, as published.
	HTTPRoutes Definition = "httproutes.gateway.networking.k8s.io"
	// Applications is Argo CD's Application with no more than its name: any content is
	// taken.
	Applications Definition = "applications.argoproj.io"
	// Kustomizations is Flux's Kustomization with no more than its name: any content is
	// taken.
	Kustomizations Definition = "kustomizations.kustomize.toolkit.fluxcd.io"
)

var (
	//go:embed definition/application.yaml
	application []byte
	//go:embed definition/kustomization.yaml
	kustomization []byte
)

// Define makes kinds known to the cluster and waits until they can be used. One that
// is known already is left as it is.
func (c *Cluster) Define(ctx context.Context, definitions ...Definition) error {
	const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
	for _, d := range definitions {
		if _, err := c.Ask(ctx, http.MethodGet, path+"/"+string(d), nil); err == nil {
			continue
		}
		text, err := d.text(ctx)
		if err != nil {
			return err
		}
		if _, err := c.Ask(ctx, http.MethodPost, path, text); err != nil {
			return err
		}
		err = Until(ctx, func() (bool, error) {
			text, err := c.Ask(ctx, http.MethodGet, path+"/"+string(d), nil)
			if err != nil {
				return false, err
			}
			return established(text)
		})
		if err != nil {
			return fmt.Errorf("%s: %w", d, err)
		}
	}
	return nil
}

func (d Definition) text(ctx context.Context) ([]byte, error) {
	switch d {
	case HTTPRoutes:
		folder, err := gateway(ctx)
		if err != nil {
			return nil, err
		}
		return os.ReadFile(filepath.Join(folder, "config", "crd", "standard", "gateway.networking.k8s.io_httproutes.yaml"))
	case Applications:
		return application, nil
	case Kustomizations:
		return kustomization, nil
	}
	return nil, fmt.Errorf("no definition is called %q", d)
}

// established tells whether the API server serves what a definition defines.
func established(text []byte) (bool, error) {
	var definition struct {
		Status struct {
			Conditions []struct{ Type, Status string }
		}
	}
	if err := json.Unmarshal(text, &definition); err != nil {
		return false, err
	}
	for _, condition := range definition.Status.Conditions {
		if condition.Type == "Established" && condition.Status == "True" {
			return true, nil
		}
	}
	return false, nil
}

// The Gateway API's module holds its definitions as files, in no package that could be
// imported; so it is no requirement of berth, and is pinned here.
const (
	gatewayModule = "sigs.k8s.io/gateway-api@v1.6.1"
	gatewaySum    = "h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY="
)

// gateway is the folder of the Gateway API's module, downloaded where it is missing.
func gateway(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "mod", "download", "-json", gatewayModule).Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", gatewayModule, err, program.Tail(out))
	}
	var module struct{ Dir, Sum string }
	if err := json.Unmarshal(out, &module); err != nil {
		return "", err
	}
	if module.Sum != gatewaySum {
		return "", fmt.Errorf("%s has the sum %s instead of %s", gatewayModule, module.Sum, gatewaySum)
	}
	return module.Dir, nil
}
