import { Router, type Request } from 'express'
import { thisDevice } from '#web/device'
import { flash } from '#web/flash'
import { currentLearner, endLogin } from '#web/login'
import { devicesOf, endOtherSessions, endSession } from './sessions.ts'

/** Where the learner is logged in. */
export const devices = Router()

devices.get('/', async (req, res) => {
  const found = await devicesOf(currentLearner(req), thisDevice(req), req.now)
  res.render('devices/index', { title: 'Devices', devices: found })
})

devices.post('/end-others', async (req, res) => {
  await endOtherSessions(currentLearner(req), thisDevice(req), req.now)
  flash(req, 'All other devices are logged out')
  res.redirect(303, '/settings/devices')
})

devices.post('/:id/end', async (req: Request<{ id: string }>, res) => {
  const device = thisDevice(req)
  if (req.params.id === device.sessionId) {
    await endLogin(req, res)
    return res.redirect(303, '/log-in')
  }
  await endSession(currentLearner(req), req.params.id, device, req.now)
  flash(req, 'The device is logged out')
  res.redirect(303, '/settings/devices')
})
