check "image-tag" {
  doc         = "An image is named by a tag other than latest, or by its digest. What has neither is another program tomorrow: a move would start one that nobody has seen run."
  over        = "service"
  when        = "service.images.size() > 0"
  require     = "service.images.all(i, i.contains('@') || i.matches(':[^:/]+$') && !i.endsWith(':latest'))"
  because     = "'no fixed version is named by ' + service.images.filter(i, !(i.contains('@') || i.matches(':[^:/]+$') && !i.endsWith(':latest'))).join(', ')"
  may_be_idle = true
}
