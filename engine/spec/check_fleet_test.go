package spec

import "testing"

func TestProductsEnvironmentsAndExceptionsAreChecked(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"good", `
product "a" {
  team     = "ads"
  delivery = "gitops"
  folder   = "deploy"
}
environment "dev" {
}
exception "e" {
  check   = "budget"
  service = "front"
  owner   = "x"
  reason  = "y"
  expires = "2027-01-01"
}`, nil},
		{"bad", `
product "a" {
  team     = ▸"adz"
  delivery = ▸"gitops"
}
environment "qa" {
  default = ▸true
}
environment "qb" {
  default = false
}
exception "e" {
  check   = "budget"
  service = ▸"frond"
  owner   = "x"
  reason  = "y"
  expires = "2027-01-01"
}`, []said{
			{"", CodeReference, "Unknown team", `Did you mean "ads"?`},
			{"", CodeMissing, "GitOps without a folder", "set the folder to write to"},
			{"", CodeCombination, "Two default environments", "The default is set at base.hcl:"},
			{"", CodeReference, "Unknown service", `Did you mean "front"?`},
		}},
	})
}

func TestTiersOfAPriceBookClimb(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"good", `
price_book "b" {
  source        = "x"
  date          = "2026-10-01"
  currency      = "JPY"
  cpu_to_memory = 7
  egress "internet" {
    tier {
      price = "2 JPY/GiB"
    }
    tier {
      from  = "1Ti"
      price = "1 JPY/GiB"
    }
  }
}`, nil},
		{"bad", `
price_book "b" {
  source        = "x"
  date          = "2026-10-01"
  currency      = "JPY"
  cpu_to_memory = ▸0
  ▸egress "china" {
  }
  egress "internet" {
    tier {
      from  = ▸"1Gi"
      price = "2 JPY/GiB"
    }
    ▸tier {
      from  = "1Gi"
      price = "1 JPY/GiB"
    }
    tier {
      from  = "2Gi"
      price = ▸"1.5 JPY/GiB"
    }
    tier {
      from  = "3Gi"
      price = "1 USD/GiB"
    }
  }
}`, []said{
			{"", CodeCombination, "Ratio of nothing", "it must be more than 0"},
			{"", CodeMissing, "No tiers", `tier { price = "0.12 USD/GiB" }`},
			{"", CodeCombination, "First tier begins late", "leave its from out"},
			{"", CodeCombination, "Tiers out of order", "Each tier must begin above the one before"},
			{"", CodeCombination, "Dearer tier", "check it against the source"},
		}},
	})
}

func TestADearerTierIsOnlyAWarning(t *testing.T) {
	_, diags := Parse([]Source{{"base.hcl", []byte(base)}, {"a.hcl", []byte(`
price_book "b" {
  source   = "x"
  date     = "2026-10-01"
  currency = "JPY"
  egress "internet" {
    tier {
      price = "1 JPY/GiB"
    }
    tier {
      from  = "1Gi"
      price = "2 JPY/GiB"
    }
  }
}`)}}, Options{})
	if len(diags) != 1 || diags.HasErrors() {
		t.Errorf("got %v", diags)
	}
}
