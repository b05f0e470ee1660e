package cli

import "strings"

// ofOthers are files of other formats, as the examples of imports name them.
func ofOthers() map[string]string {
	return map[string]string{
		"score.yaml":    "apiVersion: score.dev/v1b1\nmetadata: {name: web}\ncontainers: {main: {image: web}}\n",
		"api.yaml":      "apiVersion: score.dev/v1b1\nmetadata: {name: api}\ncontainers: {main: {image: api}}\nresources: {db: {type: postgres}}\n",
		"compose.yaml":  "services: {web: {image: 'web:${TAG:-1}'}}\n",
		"prod.env":      "TAG=2\n",
		"inventory.ini": "node1 ansible_host=192.0.2.1\n[kube_control_plane]\nnode1\n[kube_node]\nnode1\n",
		"default.json":  `{"CPU": "0.03", "RAM": "0.004"}`,
		"prices.csv":    "EndTimestamp,InstanceID,Region,AssetClass,InstanceIDField,InstanceType,MarketPriceHourly,Version\n,,,node,metadata.name,R730,1.35,\n",
	}
}

// pipedBy is what a program writes into the pipe of an example.
func pipedBy(program string) string {
	switch {
	case strings.HasPrefix(program, "docker compose"):
		return ofOthers()["compose.yaml"]
	case strings.HasPrefix(program, "ansible-inventory"):
		return `{"_meta": {"hostvars": {}}, "kube_control_plane": {"hosts": ["node1"]}, "kube_node": {"hosts": ["node1"]}}`
	}
	return oneManifest
}
