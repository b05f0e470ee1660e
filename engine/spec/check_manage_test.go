package spec

import "testing"

// clouds is a site of GKE with more words.
func clouds(name, words string) string {
	return "\nsite \"" + name + "\" {\n  kind     = \"cloud\"\n  provider = \"gke\"\n  country  = \"JP\"\n  prices   = \"gcp\"\n" + words + "}\n"
}

const autopilot = "  mode     = \"autopilot\"\n"

func TestAManagedClusterAtGoogleHasAPlaceAndAName(t *testing.T) {
	place := "  project  = \"example-prod\"\n  location = \"asia-northeast1\"\n  cluster  = \"services\"\n"
	mustSay(t, base, []mistakeCase{
		{"whole", clouds("a", autopilot+place+"  manage = \"cluster\"\n  window = \"Sat 02:00-06:00 UTC\"\n"), nil},
		{"not managed", clouds("a", autopilot), nil},
		{"nothing said", "▸▸▸" + clouds("a", autopilot+"  manage = \"cluster\"\n")[1:], []said{
			{"", CodeMissing, "Missing attribute", `must set cluster, as in cluster = "services"`},
			{"", CodeMissing, "Missing attribute", "must set location"},
			{"", CodeMissing, "Missing attribute", "must set project"},
		}},
	})
}

func TestWordsOfManagementAreCheckedWhereTheyStand(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"a window of words", clouds("a", autopilot+"  window = ▸\"Saturday 2am\"\n"), []said{{"", CodeForm, "Not a time of the week", "write it as in"}}},
		{"a zone that is none", clouds("a", autopilot+"  window = ▸\"Sat 02:00-06:00 Asia/Tokio\"\n"), []said{{"", CodeForm, "Not a time of the week", "no time zone"}}},
		{"gke on machines", machines("  ▸gke {\n    channel = \"regular\"\n  }\n  k0s {\n    version = \"v1.36.3+k0s.1\"\n    host \"a\" {\n      role = \"single\"\n      address = \"a\"\n      host_key = \"KEY\"\n    }\n  }\n"),
			[]said{{"", CodeCombination, "gke block on another provider", `driven by "k0s"`}}},
		{"locks in a circle", clouds("a", autopilot+"  lock {\n    site = ▸\"b\"\n  }\n") + clouds("b", autopilot+"  lock {\n    site = ▸\"a\"\n  }\n"), []said{
			{"", CodeCombination, "Locks in a circle", `The cluster of "a" waits for that of "b"`},
			{"", CodeCombination, "Locks in a circle", `The cluster of "b" waits for that of "a"`},
		}},
		{"a lock beside a circle", clouds("a", autopilot+"  lock {\n    site = \"b\"\n  }\n") + clouds("b", autopilot+"  lock {\n    site = \"gke\"\n  }\n"), nil},
		{"a pool that scales upside down", clouds("a", "  node_pool \"p\" {\n    machine = \"e2-standard-8\"\n    autoscale {\n      min = ▸5\n      max = 2\n    }\n  }\n"), []said{{"", CodeCombination, "Minimum above the maximum", "from 5 to 2 nodes"}}},
		{"nodes that it never has", clouds("a", "  node_pool \"p\" {\n    machine = \"e2-standard-8\"\n    nodes   = ▸9\n    autoscale {\n      min = 1\n      max = 2\n    }\n  }\n"), []said{{"", CodeCombination, "Nodes beyond autoscale", "never has 9"}}},
		{"a cloud's words on a server", "site \"osaka\" {\n  kind = \"onprem\"\n  provider = \"servers\"\n  country = \"JP\"\n  lead_time = \"30d\"\n  node_pool \"p\" {\n    nodes = 1\n    cpu = \"8\"\n    memory = \"32Gi\"\n    disk_size = ▸\"10Gi\"\n    ▸autoscale {\n      min = 1\n      max = 2\n    }\n  }\n}\n" + clouds("a", autopilot+"  lock {\n    site = ▸\"osaka\"\n  }\n"), []said{
			{"", CodeCombination, "Cloud word on an on-prem pool", "whose nodes a provider makes"},
			{"", CodeCombination, "Cloud word on an on-prem pool", ""},
			{"", CodeCombination, "Lock without a cluster", `its provider is "servers"`},
		}},
	})
}
