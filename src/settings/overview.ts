import type { Learner } from '#accounts/credentials'
import { waysInto } from '#accounts/ways-in'
import { devicesOf, type ThisDevice } from '#devices/sessions'
import { isStaff } from '#staff/staff'
import { emailsOf } from './emails.ts'

/** How each setting stands, for the page that leads to all of them. */
export async function overviewOf(learner: Learner, device: ThisDevice, now: Date) {
  const [ways, devices, emails, staff] = await Promise.all([
    waysInto(learner),
    devicesOf(learner, device, now),
    emailsOf(learner),
    isStaff(learner),
  ])
  return { ways, devices: devices.length, emails, isStaff: staff }
}
