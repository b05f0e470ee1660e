# The rules of the comparison in Rego. rules.hcl has the same ones as checks of berth.
# Products, teams and sites are data: conftest reads the files of services one by one.
package main

import rego.v1

deny contains concat(" ", ["has-product", name]) if {
	some name, blocks in input.service
	not blocks[0].product
}

deny contains concat(" ", ["has-owner", name]) if {
	some name, blocks in input.service
	not data.company.teams[data.company.products[blocks[0].product].team].owner
	blocks[0].product
}

deny contains concat(" ", ["image-version", name]) if {
	some name, blocks in input.service
	image := blocks[0].container[0].image
	not versioned(image)
}

versioned(image) if {
	regex.match(`:[^:/]+$`, image)
	not endswith(image, ":latest")
}

deny contains concat(" ", ["image-registry", name]) if {
	some name, blocks in input.service
	image := blocks[0].container[0].image
	not startswith(image, "registry.example/")
}

deny contains concat(" ", ["probe", name]) if {
	some name, blocks in input.service
	not blocks[0].job
	not blocks[0].container[0].probe
}

deny contains concat(" ", ["two-copies", name]) if {
	some name, blocks in input.service
	s := blocks[0]
	s.environment == "prod"
	not s.job
	not s.concurrency == "one"
	object.get(s, ["replicas", 0, "min"], 1) < 2
}

deny contains concat(" ", ["most-copies", name]) if {
	some name, blocks in input.service
	not blocks[0].job
	not blocks[0].replicas[0].max
}

deny contains concat(" ", ["few-copies", name]) if {
	some name, blocks in input.service
	blocks[0].replicas[0].max > 40
}

deny contains concat(" ", ["cpu", name]) if {
	some name, blocks in input.service
	not blocks[0].replica[0].cpu
}

deny contains concat(" ", ["memory", name]) if {
	some name, blocks in input.service
	not blocks[0].replica[0].memory
}

deny contains concat(" ", ["small-copies", name]) if {
	some name, blocks in input.service
	units.parse(blocks[0].replica[0].cpu) > 8
}

deny contains concat(" ", ["shape", name]) if {
	some name, blocks in input.service
	r := blocks[0].replica[0]
	units.parse(r.memory) > (8 * 1073741824) * units.parse(r.cpu)
}

deny contains concat(" ", ["volumes-move", name]) if {
	some name, blocks in input.service
	some volumes in blocks[0].volume
	not volumes[0].move_by
}

deny contains concat(" ", ["state-on-volumes", name]) if {
	some name, blocks in input.service
	blocks[0].stateful == true
	not blocks[0].volume
}

deny contains concat(" ", ["residency-said", name]) if {
	some name, blocks in input.service
	security := blocks[0].security[0]
	security.data == "personal"
	count(object.get(security, "residency", [])) == 0
}

deny contains concat(" ", ["residency-kept", name]) if {
	some name, blocks in input.service
	residency := blocks[0].security[0].residency
	count(residency) > 0
	not data.company.sites[blocks[0].runs_on].country in residency
}

deny contains concat(" ", ["no-transit", name]) if {
	some name, blocks in input.service
	security := blocks[0].security[0]
	security.data in {"personal", "confidential"}
	object.get(security, "internet_transit", true)
}

deny contains concat(" ", ["calls-complete", name]) if {
	some name, blocks in input.service
	not complete(blocks[0])
}

complete(s) if s.calls == "complete"

complete(s) if {
	not s.calls
	s.call
}

deny contains concat(" ", ["calls-measured", name]) if {
	some name, blocks in input.service
	some calls in blocks[0].call
	some way in ["sent", "received"]
	object.get(calls[0], way, "unknown") == "unknown"
}

deny contains concat(" ", ["few-calls", name]) if {
	some name, blocks in input.service
	count(blocks[0].call) > 2
}
