/** The device's own share sheet, where there is one. */
for (const button of document.querySelectorAll('[data-share]')) {
  if (!navigator.share) break
  button.hidden = false
  button.addEventListener('click', () => {
    const { title, url } = button.dataset
    // Closing the sheet rejects; that is an answer, not a fault.
    navigator.share({ title, url }).catch(() => {})
  })
}
