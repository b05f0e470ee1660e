package spec

import "berth.dev/engine/money"

// Team owns products.
type Team struct {
	Name string
	Origin
	Group      Value[string] `hcl:"group" as:"text"`
	CostCenter Value[string] `hcl:"cost_center" as:"text"`
	Owner      Value[string] `hcl:"owner" as:"text"`
}

// Environment is what services belong to, as in "prod".
type Environment struct {
	Name string
	Origin
	Default Value[bool] `hcl:"default" as:"bool"`
}

// Class is a set of service settings to share.
type Class struct {
	Name string
	Origin
	Settings
}

// Product is what a team builds from services.
type Product struct {
	Name string
	Origin
	Team   Value[string] `hcl:"team" as:"name"`
	Budget *Budget       `hcl:"budget"`
	// Delivery is "apply" (default) or "gitops".
	Delivery Value[string] `hcl:"delivery" as:"apply|gitops"`
	// Folder is where gitops steps write, in a folder for each site and in that one for
	// each service.
	Folder Value[string] `hcl:"folder" as:"text"`
	// Weights override the workspace's, criterion by criterion.
	Weights    Value[map[string]float64] `hcl:"weights" as:"numbers"`
	PointValue Value[money.Rate]         `hcl:"point_value" as:"money/mo"`
	Settings
}

// Budget is what a product may cost.
type Budget struct {
	Origin
	Monthly Value[money.Rate] `hcl:"monthly" as:"money/mo" need:"yes"`
}
