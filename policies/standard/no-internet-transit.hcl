constraint "no-internet-transit" {
  doc     = "Calls of a service with internet_transit = false must not pass over the internet, visitors' traffic excepted. Over a vpn or an interconnect they may."
  forbid  = "!service.security.internet_transit && option.internet_calls.size() > 0"
  because = "'calls to ' + option.internet_calls.join(', ') + ' would pass over the internet, which the service forbids'"
}
