# The rules of the comparison as checks of berth. rules.rego has the same ones.
check "has-product" {
  doc     = "A service belongs to a product."
  over    = "service"
  require = "service.product != ''"
  because = "'it has none'"
}
check "has-owner" {
  doc     = "The team of its product has an owner."
  over    = "service"
  when    = "service.product != ''"
  require = "service.owner != ''"
  because = "'nobody owns team ' + service.team"
}
check "image-version" {
  doc     = "An image has a tag other than latest."
  over    = "service"
  require = "service.images.all(i, i.matches(':[^:/]+$') && !i.endsWith(':latest'))"
  because = "'no version: ' + service.images.join(', ')"
}
check "image-registry" {
  doc     = "An image comes from the own registry."
  over    = "service"
  require = "service.images.all(i, i.startsWith('registry.example/'))"
  because = "'from elsewhere: ' + service.images.join(', ')"
}
check "probe" {
  doc     = "A service that answers has a readiness probe."
  over    = "service"
  when    = "!service.job"
  require = "service.probed"
  because = "'it has none'"
}
check "two-copies" {
  doc     = "In production two copies run at least."
  over    = "service"
  when    = "service.environment == 'prod' && !service.job && !service.singleton"
  require = "service.replicas_min >= 2"
  because = "'as few as %d may run'.format([service.replicas_min])"
}
check "most-copies" {
  doc     = "The number of copies is bounded."
  over    = "service"
  when    = "!service.job"
  require = "has(service.replicas_max)"
  because = "'it is not'"
}
check "few-copies" {
  doc     = "Nobody needs more than forty copies."
  over    = "service"
  when    = "has(service.replicas_max)"
  require = "service.replicas_max <= 40"
  because = "'%d may run'.format([service.replicas_max])"
}
check "cpu" {
  doc     = "A copy says what it takes of CPU."
  over    = "service"
  require = "has(service.replica_cores)"
  because = "'it does not'"
}
check "memory" {
  doc     = "A copy says what it takes of memory."
  over    = "service"
  require = "has(service.replica_memory_gib)"
  because = "'it does not'"
}
check "small-copies" {
  doc     = "A copy takes no more than eight cores."
  over    = "service"
  when    = "has(service.replica_cores)"
  require = "service.replica_cores <= 8.0"
  because = "'it takes %.1f'.format([service.replica_cores])"
}
check "shape" {
  doc     = "A copy takes no more than eight GiB for each core."
  over    = "service"
  when    = "has(service.replica_cores) && has(service.replica_memory_gib)"
  require = "service.replica_memory_gib <= 8.0 * service.replica_cores"
  because = "'it takes %.1f GiB'.format([service.replica_memory_gib])"
}
check "volumes-move" {
  doc     = "Every volume says how its data moves."
  over    = "service"
  when    = "service.volumes > 0"
  require = "service.volumes_move"
  because = "'one does not'"
}
check "state-on-volumes" {
  doc     = "What keeps state has a volume."
  over    = "service"
  when    = "service.stateful"
  require = "service.volumes > 0"
  because = "'it has none'"
}
check "residency-said" {
  doc     = "Personal data names its countries."
  over    = "service"
  when    = "service.data == 'personal'"
  require = "service.residency.size() > 0"
  because = "'it names none'"
}
check "residency-kept" {
  doc     = "A service runs in the countries it names."
  over    = "service"
  when    = "service.residency.size() > 0"
  require = "service.countries_today.all(c, c in service.residency)"
  because = "'it runs in ' + service.countries_today.join(', ')"
}
check "no-transit" {
  doc     = "Personal and confidential data does not pass over the internet."
  over    = "service"
  when    = "service.data in ['personal', 'confidential']"
  require = "!service.internet_transit"
  because = "'it may'"
}
check "calls-complete" {
  doc     = "A service says that its calls are all there is."
  over    = "service"
  require = "service.calls_complete"
  because = "'it does not'"
}
check "calls-measured" {
  doc     = "The traffic of every call is measured."
  over    = "service"
  require = "service.unmeasured_calls.size() == 0"
  because = "'not measured: ' + service.unmeasured_calls.join(', ')"
}
check "few-calls" {
  doc     = "A service calls no more than two others."
  over    = "service"
  require = "service.calls.size() <= 2"
  because = "'it calls ' + service.calls.join(', ')"
}
