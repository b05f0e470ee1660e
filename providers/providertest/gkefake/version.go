package gkefake

//lint:file-ignore SA1019 Google still says these words, and clients still read them.

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc/codes"
)

// DefaultVersions are some of each minor, the newest first.
func DefaultVersions() []string {
	return []string{
		"1.37.1-gke.1100000", "1.36.4-gke.1310000", "1.36.3-gke.1200000", "1.35.8-gke.1400000", "1.35.7-gke.1200000",
		"1.34.11-gke.1500000", "1.34.10-gke.1300000", "1.33.14-gke.1200000",
	}
}

// GetServerConfig tells which versions there are.
func (s *Server) GetServerConfig(_ context.Context, r *containerpb.GetServerConfigRequest) (*containerpb.ServerConfig, error) {
	if _, err := s.parse(r.GetName()); err != nil {
		return nil, err
	}
	out := &containerpb.ServerConfig{
		ValidNodeVersions: slices.Clone(s.opts.Versions), ValidMasterVersions: s.offered(containerpb.ReleaseChannel_UNSPECIFIED),
		DefaultImageType: "COS_CONTAINERD", ValidImageTypes: []string{"COS_CONTAINERD", "UBUNTU_CONTAINERD"},
	}
	out.DefaultClusterVersion = usual(out.ValidMasterVersions)
	for _, c := range []containerpb.ReleaseChannel_Channel{containerpb.ReleaseChannel_RAPID, containerpb.ReleaseChannel_REGULAR, containerpb.ReleaseChannel_STABLE, containerpb.ReleaseChannel_EXTENDED} {
		valid := s.offered(c)
		out.Channels = append(out.Channels, &containerpb.ServerConfig_ReleaseChannelConfig{
			Channel: c, ValidVersions: valid, DefaultVersion: usual(valid), UpgradeTargetVersion: usual(valid),
		})
	}
	return out, nil
}

// offered are the versions of a channel, the newest first: rapid has the newest minor,
// the others are behind it, and old minors go on in the extended one.
func (s *Server) offered(c containerpb.ReleaseChannel_Channel) []string {
	newest, oldest := 0, 1000
	for _, v := range s.opts.Versions {
		newest, oldest = max(newest, minor(v)), min(oldest, minor(v))
	}
	from, to := oldest, newest
	switch c {
	case containerpb.ReleaseChannel_RAPID:
		from = newest - 2
	case containerpb.ReleaseChannel_REGULAR:
		from, to = newest-3, newest-1
	case containerpb.ReleaseChannel_STABLE:
		from, to = newest-3, newest-2
	case containerpb.ReleaseChannel_EXTENDED, containerpb.ReleaseChannel_UNSPECIFIED:
		to = newest - 1
	}
	return slices.DeleteFunc(slices.Clone(s.opts.Versions), func(v string) bool { return minor(v) < from || minor(v) > to })
}

// usual is the version that a channel gives when none is named.
func usual(valid []string) string {
	if len(valid) == 0 {
		return ""
	}
	return valid[min(1, len(valid)-1)]
}

var versionForm = regexp.MustCompile(`^1\.[0-9]+(\.[0-9]+(-gke\.[0-9]+)?)?$`)

// resolve finds the version that is meant by a whole one, a beginning as in "1.36", "-"
// or "" for the usual one, "latest".
func resolve(what, want string, valid []string) (string, error) {
	switch {
	case want == "" || want == "-":
		return usual(valid), nil
	case want == "latest" && len(valid) > 0:
		return valid[0], nil
	case versionForm.MatchString(want):
		for _, v := range valid {
			if v == want || strings.HasPrefix(v, want+".") || strings.HasPrefix(v, want+"-") {
				return v, nil
			}
		}
	}
	return "", refuse(codes.InvalidArgument, "%s version %q is unsupported.", what, want)
}

// minor is the second number of a version, -1 where it is none.
func minor(version string) int { return number(version, 1) }

func number(version string, at int) int {
	fields := strings.FieldsFunc(version, func(r rune) bool { return r == '.' || r == '-' })
	if at >= len(fields) {
		return -1
	}
	if fields[at] == "gke" {
		at++
	}
	n, err := strconv.Atoi(fields[at])
	if err != nil {
		return -1
	}
	return n
}

// compare orders versions.
func compare(a, b string) int {
	for _, at := range []int{0, 1, 2, 4} {
		if d := number(a, at) - number(b, at); d != 0 {
			return d
		}
	}
	return 0
}

// oldestNode is how many minors nodes may be behind their control plane.
const oldestNode = 2

// controlPlaneMay checks that a control plane may go from one version to another.
func (c *kubernetes) controlPlaneMay(to string) error {
	from := c.proto.GetCurrentMasterVersion()
	switch {
	case compare(to, from) < 0 && minor(to) < minor(from):
		return refuse(codes.InvalidArgument, "Master cannot be upgraded to %q: downgrading the minor version is not supported.", to)
	case minor(to) > minor(from)+1:
		return refuse(codes.InvalidArgument, "Master cannot be upgraded to %q: cannot upgrade the master more than a minor version at a time.", to)
	}
	for _, p := range c.pools {
		if minor(to)-minor(p.proto.GetVersion()) > oldestNode {
			return refuse(codes.FailedPrecondition, "Master cannot be upgraded to %q: node pool %q with version %q would be more than %d minor versions older.", to, p.name(), p.proto.GetVersion(), oldestNode)
		}
	}
	return nil
}

// nodesMay checks that nodes may have a version under their control plane.
func (c *kubernetes) nodesMay(to string) error {
	master := c.proto.GetCurrentMasterVersion()
	switch {
	case compare(to, master) > 0:
		return refuse(codes.InvalidArgument, "Node version %q must not be greater than the master version %q.", to, master)
	case minor(master)-minor(to) > oldestNode:
		return refuse(codes.InvalidArgument, "Node version %q is unsupported: it is more than %d minor versions older than the master version %q.", to, oldestNode, master)
	}
	return nil
}
