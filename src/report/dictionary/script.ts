/** Search, and moving about in the diagrams. Runs in the reader's browser; without it the page can be read all the same. */
export const SCRIPT = `
(() => {
  const search = document.getElementById('search')
  const found = document.getElementById('found')
  const relations = [...document.querySelectorAll('.relation')]
  const links = new Map([...document.querySelectorAll('nav li a')].map((a) => [a.hash.slice(1), a.parentElement]))
  const total = relations.length
  const show = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
    let n = 0
    for (const one of relations) {
      const fits = words.every((word) => one.dataset.words.includes(word))
      one.hidden = !fits
      const link = links.get(one.id)
      if (link) link.hidden = !fits
      if (fits) n++
    }
    for (const module of document.querySelectorAll('.module')) module.hidden = !module.querySelector('.relation:not([hidden])')
    for (const er of document.querySelectorAll('.er')) er.hidden = words.length > 0
    for (const module of document.querySelectorAll('.nav-module'))
      module.hidden = words.length > 0 && !module.querySelector('li:not([hidden])')
    found.textContent = words.length ? n + ' of ' + total : ''
  }
  search.addEventListener('input', show)
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== search) {
      event.preventDefault()
      search.focus()
    } else if (event.key === 'Escape' && search.value) {
      search.value = ''
      show()
    }
  })
  // A link into what the search has hidden shows it again.
  addEventListener('hashchange', () => {
    const target = document.getElementById(location.hash.slice(1))
    if (target && target.closest('[hidden]')) {
      search.value = ''
      show()
      target.scrollIntoView()
    }
  })

  for (const er of document.querySelectorAll('.er')) {
    const svg = er.querySelector('svg')
    const {width, height} = svg.viewBox.baseVal
    let view = {x: 0, y: 0, w: width, h: height}
    const set = () => svg.setAttribute('viewBox', [view.x, view.y, view.w, view.h].join(' '))
    const zoom = (factor, cx = view.x + view.w / 2, cy = view.y + view.h / 2) => {
      const w = Math.min(width * 3, Math.max(width / 20, view.w * factor))
      const scale = w / view.w
      view = {x: cx - (cx - view.x) * scale, y: cy - (cy - view.y) * scale, w, h: view.h * scale}
      set()
    }
    const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse())
    er.addEventListener('click', (event) => {
      const button = event.target.closest('button')
      if (!button) return
      if (button.dataset.zoom === 'fit') {
        view = {x: 0, y: 0, w: width, h: height}
        set()
      } else zoom(button.dataset.zoom === 'in' ? 0.7 : 1 / 0.7)
    })
    // Without Ctrl the wheel scrolls the page; a pinch on a touchpad comes with Ctrl.
    svg.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const {x, y} = at(event)
      zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, x, y)
    }, {passive: false})
    let grip = null
    let moved = false
    svg.addEventListener('pointerdown', (event) => {
      grip = at(event)
      moved = false
    })
    svg.addEventListener('pointermove', (event) => {
      if (!grip || !event.buttons) return
      const {x, y} = at(event)
      if (!moved && Math.hypot(x - grip.x, y - grip.y) * (svg.clientWidth / view.w) < 4) return
      if (!moved) {
        moved = true
        svg.setPointerCapture(event.pointerId)
        svg.classList.add('moving')
      }
      view = {...view, x: view.x - (x - grip.x), y: view.y - (y - grip.y)}
      set()
    })
    svg.addEventListener('pointerup', () => {
      grip = null
      svg.classList.remove('moving')
    })
    // The end of a drag is no click on the table below it.
    svg.addEventListener('click', (event) => {
      if (moved) event.preventDefault()
    }, true)
    svg.addEventListener('dragstart', (event) => event.preventDefault())
    const mark = (name, on) => {
      for (const line of svg.querySelectorAll('.er-line'))
        if (line.dataset.from === name || line.dataset.to === name) {
          line.classList.toggle('near', on)
          for (const end of [line.dataset.from, line.dataset.to])
            svg.querySelector('[data-table="' + CSS.escape(end) + '"]')?.classList.toggle('near', on)
        }
    }
    for (const box of svg.querySelectorAll('.er-box')) {
      box.addEventListener('pointerenter', () => mark(box.dataset.table, true))
      box.addEventListener('pointerleave', () => mark(box.dataset.table, false))
    }
  }
})()
`
