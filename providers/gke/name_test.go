package gke

import (
	"testing"
)

func TestALinkIsAboutAClusterWhicheverWayItNamesTheProject(t *testing.T) {
	zonal, regional := Name{"demo", "asia-northeast1-a", "web"}, Name{"demo", "asia-northeast1", "web"}
	for _, c := range []struct {
		name Name
		link string
		pool string
		mine bool
	}{
		{regional, "https://container.googleapis.com/v1/projects/123/locations/asia-northeast1/clusters/web", "", true},
		{regional, "https://container.googleapis.com/v1/projects/123/locations/asia-northeast1/clusters/web/nodePools/main", "main", true},
		{zonal, "https://container.googleapis.com/v1/projects/demo/zones/asia-northeast1-a/clusters/web/nodePools/main/node/n1", "main", true},
		{regional, "https://container.googleapis.com/v1/projects/123/locations/asia-northeast1/clusters/web2", "", false},
		{regional, "https://container.googleapis.com/v1/projects/123/zones/asia-northeast1-a/clusters/web", "", false},
		{regional, "projects/123/locations/asia-northeast1/clusters/web", "", true},
		{regional, "", "", false},
	} {
		if pool, mine := c.name.target(c.link); pool != c.pool || mine != c.mine {
			t.Errorf("%s: %q, %t; want %q, %t", c.link, pool, mine, c.pool, c.mine)
		}
	}
}

func TestANameIsOneOfGooglesOrSaysWhichPartIsNot(t *testing.T) {
	for text, good := range map[string]bool{
		"projects/demo/locations/asia-northeast1/clusters/web":          true,
		"projects/example.com:demo/locations/europe-west4-b/clusters/w": true,
		"projects/demo/locations/-/clusters/web":                        false,
		"projects/demo/locations/asia-northeast1/clusters/We_b":         false,
		"projects/../locations/asia-northeast1/clusters/web":            false,
		"projects/demo/zones/asia-northeast1-a/clusters/web":            false,
		"projects/demo/locations/asia-northeast1/clusters/web/x":        false,
	} {
		n, err := ParseName(text)
		if (err == nil) != good || good && n.String() != text {
			t.Errorf("%s: %v, %v", text, n, err)
		}
	}
}
