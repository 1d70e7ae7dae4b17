import './copy.js'
import './share.js'
import './show-password.js'
import './submit-once.js'
