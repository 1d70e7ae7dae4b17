import MarkdownIt from 'markdown-it'

// No raw HTML, no pictures from elsewhere; links are http(s) or mail only (the library's own rule
// refuses javascript: and data:), and search engines are told that they are not ours.
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable(
  'image',
)
markdown.validateLink = (url) => /^(?:https?:|mailto:)/i.test(url.trim())
markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'nofollow ugc noopener noreferrer')
  return self.renderToken(tokens, index, options)
}
// The page has its h1 and h2: headings in the text begin below them.
for (const rule of ['heading_open', 'heading_close'] as const) {
  markdown.renderer.rules[rule] = (tokens, index, options, _env, self) => {
    const token = tokens[index]
    if (token) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`
    return self.renderToken(tokens, index, options)
  }
}

/** Safe HTML of an issuer's Markdown. */
export const markdownToHtml = (text: string): string => markdown.render(text)

/** The same as plain text on one line, for where nothing can be marked. */
export const markdownToText = (text: string): string =>
  markdown
    .parse(text, {})
    .flatMap(({ type, children, content }) =>
      type === 'list_item_open' ? ['•'] : children ? children.map(wordsOf) : [content],
    )
    .join(' ')
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()

const wordsOf = ({ type, content }: { type: string; content: string }) =>
  type.endsWith('break') ? ' ' : content
