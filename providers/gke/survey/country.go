package survey

import "strings"

// regions are Google's regions with the country that each is in, as an ISO 3166 code,
// from https://cloud.google.com/about/locations (November 2025). Hong Kong has a code of
// its own there, and so has Taiwan.
const regions = `
africa-south1 ZA
asia-east1 TW
asia-east2 HK
asia-northeast1 JP
asia-northeast2 JP
asia-northeast3 KR
asia-south1 IN
asia-south2 IN
asia-southeast1 SG
asia-southeast2 ID
asia-southeast3 TH
australia-southeast1 AU
australia-southeast2 AU
europe-central2 PL
europe-north1 FI
europe-north2 SE
europe-southwest1 ES
europe-west1 BE
europe-west10 DE
europe-west12 IT
europe-west2 GB
europe-west3 DE
europe-west4 NL
europe-west6 CH
europe-west8 IT
europe-west9 FR
me-central1 QA
me-central2 SA
me-west1 IL
northamerica-northeast1 CA
northamerica-northeast2 CA
northamerica-south1 MX
southamerica-east1 BR
southamerica-west1 CL
us-central1 US
us-east1 US
us-east4 US
us-east5 US
us-south1 US
us-west1 US
us-west2 US
us-west3 US
us-west4 US
`

// Country is the country that a region or zone is in, "" where the table has none.
func Country(location string) string {
	region := location
	if parts := strings.Split(location, "-"); len(parts) == 3 {
		region = parts[0] + "-" + parts[1]
	}
	for line := range strings.Lines(regions) {
		if name, country, ok := strings.Cut(strings.TrimSpace(line), " "); ok && name == region {
			return country
		}
	}
	return ""
}
