package cli

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// versionOptions are the flags of version.
type versionOptions struct {
	app    *app
	format string
}

// build says which program this is.
type build struct {
	Schema  string `json:"schema"`
	Version string `json:"version"`
	Go      string `json:"go"`
	// Commit is empty where the build did not know it.
	Commit   string `json:"commit,omitempty"`
	Platform string `json:"platform"`
}

func newVersion(a *app, run func(*versionOptions) error) *cobra.Command {
	o := &versionOptions{app: a}
	c := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long: `Print the version of berth, of the Go it was built with, and the platform. A
build from a working copy has the version "(devel)".`,
		Example: `  berth version
  berth version --format json`,
		Args: arguments(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := oneOf(c, "format", o.format, textAndJSON()...); err != nil {
				return err
			}
			return run(o)
		},
	}
	formatFlag(c, &o.format, textAndJSON()...)
	return c
}

func runVersion(o *versionOptions) error {
	b := thisBuild()
	if o.format == "json" {
		return o.app.writeJSON(b)
	}
	line := fmt.Sprintf("berth %s %s %s", b.Version, b.Go, b.Platform)
	if b.Commit != "" {
		line += " " + b.Commit
	}
	_, err := fmt.Fprintln(o.app.out, line)
	return err
}

func thisBuild() build {
	b := build{Schema: "berth.version/1", Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Commit = s.Value
		}
	}
	return b
}

// writeJSON writes a small value of a command that has no report of its own.
func (a *app) writeJSON(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
