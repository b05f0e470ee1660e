check "personal-data-residency" {
  doc         = "A service with personal data names the countries it may run in. The constraint residency keeps it there; without countries it forbids nothing."
  over        = "service"
  when        = "service.data == 'personal'"
  require     = "service.residency.size() > 0"
  because     = "'it has personal data and names no country, so it may run in any'"
  may_be_idle = true
}
