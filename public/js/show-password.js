/** Lets people see the password they type. */
for (const box of document.querySelectorAll('[data-show-password]')) {
  const input = box.querySelector('input')
  const button = box.querySelector('button')
  button.hidden = false
  input.classList.add('input--reveal')
  button.addEventListener('click', () => {
    const shown = input.type === 'password'
    input.type = shown ? 'text' : 'password'
    button.firstChild.data = shown ? 'Hide' : 'Show'
  })
  // A browser remembers what was typed as text; it must never see a password that way.
  input.form.addEventListener('submit', () => (input.type = 'password'))
}
