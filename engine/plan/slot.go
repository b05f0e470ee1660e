package plan

import "fmt"

// week is the number of hours in a week.
const week = 168

// SlotName names a slot of a block with so many: "Tue 21:00 UTC", with the season
// where winter and summer differ, "" for a block with a single slot.
func SlotName(slots, slot int) string {
	season := ""
	switch slots {
	case week:
	case 2 * week:
		season = [2]string{" in winter", " in summer"}[slot/week]
		slot %= week
	default:
		return ""
	}
	days := [7]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	return fmt.Sprintf("%s %02d:00 UTC%s", days[slot/24], slot%24, season)
}

// at names a slot at the end of a sentence.
func at(slot string) string {
	if slot == "" {
		return ""
	}
	return " on " + slot
}

// Scale is how amounts of a block are told to people.
type Scale struct {
	// Unit is what they are counted in; Per how many of the block's units that is.
	Unit string
	Per  float64
}

// ScaleOf reads the scale of a block.
func ScaleOf(scale string) Scale {
	switch scale {
	case "m":
		return Scale{"cores", 1000}
	case "MiB":
		return Scale{"GiB", 1024}
	case "µs":
		return Scale{"ms", 1000}
	}
	return Scale{scale, 1}
}
