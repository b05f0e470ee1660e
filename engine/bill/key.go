package bill

import (
	"fmt"
	"slices"
	"strings"
)

// Tag begins a key that is a tag or label of the bill's own, as in "tag:app".
const Tag = "tag:"

// Keys are what rows can be told apart by, besides tags. A bill that has no such column
// has "" there.
//
//	key         FOCUS               GCP                   OpenCost
//	account     BillingAccountId    billing_account_id    Cluster
//	sub_account SubAccountId        project.id
//	service     ServiceName         service.description
//	sku         SkuId               sku.description
//	resource    ResourceId          resource.global_name  Pod
//	region      RegionId            location.region
//	category    ChargeCategory      cost_type             "Usage"
//	namespace                                             Namespace
//	controller                                            ControllerName
//	container                                             Container
//	tag:x       Tags["x"]           labels (then system_labels) x   Labels["x"]
func Keys() []string {
	return []string{"account", "category", "container", "controller", "namespace", "region", "resource", "service", "sku", "sub_account"}
}

// CheckKey says what is wrong with a key, nil for nothing.
func CheckKey(key string) error {
	if tag, is := strings.CutPrefix(key, Tag); is {
		if tag == "" || len(tag) > 256 {
			return fmt.Errorf("%q names no tag: write its name, as in %q", key, Tag+"app")
		}
		return nil
	}
	if !slices.Contains(Keys(), key) {
		return fmt.Errorf("%q is no key of a bill: write one of %s, or a tag, as in %q", key, strings.Join(Keys(), ", "), Tag+"app")
	}
	return nil
}
