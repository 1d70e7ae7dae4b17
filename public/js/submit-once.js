/** A second click on a button that is already on its way does nothing. */
for (const form of document.querySelectorAll('[data-submit-once]')) {
  let sent = false
  form.addEventListener('submit', (event) => {
    if (sent) event.preventDefault()
    sent = true
  })
  // Back again through the browser's page cache, the form works anew.
  addEventListener('pageshow', () => (sent = false))
}
