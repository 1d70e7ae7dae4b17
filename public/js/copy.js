/** A Copy button beside a read-only field; without script the field is copied by hand. */
for (const box of document.querySelectorAll('[data-copy]')) {
  const field = box.querySelector('input, textarea')
  const button = box.querySelector('button')
  const said = box.querySelector('[role=status]')
  button.hidden = false
  button.addEventListener('click', async () => {
    const done = await copy(field)
    said.textContent = done ? box.dataset.copy : 'Please copy it by hand'
  })
}

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value)
    return true
  } catch {
    // Old browsers, and pages without HTTPS, have only this.
    field.select()
    return document.execCommand('copy')
  }
}
