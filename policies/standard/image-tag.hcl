check "image-tag" {
  doc         = "An image is named by a tag other than latest, or by its digest, which stands behind a colon like a tag. What has neither is another program tomorrow: a move would start one that nobody has seen run."
  over        = "service"
  when        = "service.images.size() > 0"
  require     = "service.images.all(i, i.matches(':[^:/]+$') && !i.endsWith(':latest'))"
  because     = "'no fixed version is named by ' + service.images.filter(i, !(i.matches(':[^:/]+$') && !i.endsWith(':latest'))).join(', ')"
  may_be_idle = true
}
