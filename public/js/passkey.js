/** Passkeys: the device answers what the server asks, and the form takes the answer along. */
for (const form of document.querySelectorAll('[data-passkey]')) {
  if (!window.PublicKeyCredential) break
  const missing = document.querySelector('[data-without-passkeys]')
  if (missing) missing.hidden = true
  form.hidden = false
  let busy = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (busy) return
    busy = true
    busy = await answerAndSend(form)
  })
  addEventListener('pageshow', () => (busy = false))
}

/** Whether the form is on its way: it is too where the server asks nothing, and says why itself. */
async function answerAndSend(form) {
  const said = form.querySelector('[role=status]')
  said.textContent = ''
  try {
    const body = new URLSearchParams(new FormData(form))
    const asked = await fetch(form.dataset.passkey, { method: 'POST', body, redirect: 'manual' })
    const field = form.querySelector('[name=response]')
    field.value = asked.ok ? await answerTo(await asked.json()) : ''
    form.submit()
    return true
  } catch ({ name }) {
    said.textContent = 'This did not work. Please try again.'
    if (name === 'NotAllowedError') said.textContent = 'No passkey was used. You can try again.'
    if (name === 'InvalidStateError') said.textContent = 'This device has your passkey already.'
    return false
  }
}

const parts = 'clientDataJSON attestationObject authenticatorData signature userHandle'.split(' ')

// By hand, since not every phone with passkeys knows PublicKeyCredential's own JSON functions.
async function answerTo(options) {
  const { user, excludeCredentials = [] } = options
  for (const one of user ? [user, ...excludeCredentials] : []) one.id = toBytes(one.id)
  const asked = { publicKey: { ...options, challenge: toBytes(options.challenge) } }
  const { credentials } = navigator
  const { id, response } = await (user ? credentials.create(asked) : credentials.get(asked))
  const given = { transports: response.getTransports ? response.getTransports() : [] }
  for (const part of parts) if (response[part]) given[part] = toText(response[part])
  return JSON.stringify({ id, response: given })
}

// Bytes travel as base64url.
function toBytes(text) {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(binary, (one) => one.charCodeAt(0))
}

function toText(buffer) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(buffer)))
  return base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}
